"""Saves a page in the ways of real editors, and watches what a preview serves meanwhile."""
import http.client
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import threading
import time

groundplan, root = sys.argv[1], pathlib.Path(sys.argv[2])
PAGE = root / "content/page.md"
LAST = "The last line stays."
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
plain = {**os.environ, "HOME": str(root), "TERM": "dumb", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def run(*command):
    subprocess.run(command, cwd=root, env=plain, check=True, timeout=60, **quiet)


def git(*command):
    run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *command)


def text(token):
    return f"# Page\n\nThe word is {token}.\n\n" + "Some more words.\n" * 400 + f"\n{LAST}\n"


def vim(*settings):
    def save(token):
        options = [part for setting in settings for part in ("-c", f"set {setting}")]
        run("vim", "-u", "NONE", "-N", "-es", *options, "-c", f"%s/The word is .*/The word is {token}./", "-c", "wq", str(PAGE))
    return save


def emacs(*before):
    def save(token):
        change = f'(progn {" ".join(before)} (find-file "{PAGE}") (re-search-forward "The word is .*") (replace-match "The word is {token}.") (save-buffer))'
        run("emacs", "-Q", "--batch", "--eval", change)
    return save


def in_place(token):
    # Visual Studio Code truncates the file and writes it in one go.
    PAGE.write_text(text(token))


def in_parts(token):
    with open(PAGE, "w") as file:
        for part in re.findall(r"(?s).{1,900}", text(token)):
            file.write(part)
            file.flush()
            time.sleep(0.004)


def beside(token):
    # JetBrains' safe write: a file beside it takes its place.
    other = PAGE.with_name("page.md___jb_tmp___")
    other.write_text(text(token))
    old = PAGE.with_name("page.md___jb_old___")
    os.rename(PAGE, old)
    os.rename(other, PAGE)
    old.unlink()


def checkout(token):
    git("switch", "-q", "-c", token)
    PAGE.write_text(text(f"{token}x"))
    git("commit", "-qam", token)
    PAGE.write_text(text(token))
    git("commit", "-qam", token)
    git("checkout", "-q", "main")
    wait(served, "main")
    git("checkout", "-q", token)


def stash(token):
    PAGE.write_text(text(token))
    git("stash", "-q")
    git("stash", "pop", "-q")


WAYS = {
    "written in place": in_place,
    "written in many parts": in_parts,
    "safe write, as JetBrains": beside,
    "vim": vim(),
    "vim, backupcopy=no": vim("backup", "writebackup", "backupcopy=no"),
    "vim, backupcopy=yes": vim("backup", "writebackup", "backupcopy=yes"),
    "vim, no backup": vim("nobackup", "nowritebackup"),
    "emacs": emacs(),
    "emacs, backup by copying": emacs("(setq backup-by-copying t)"),
    "emacs, no backup, file precious": emacs("(setq make-backup-files nil file-precious-flag t)"),
    "sed -i": lambda token: run("sed", "-i", f"s/The word is .*/The word is {token}./", str(PAGE)),
    "perl -i": lambda token: run("perl", "-pi", "-e", f"s/The word is .*/The word is {token}./", str(PAGE)),
    "git checkout": checkout,
    "git stash pop": stash,
}

served, wrong, over = {"page": b"", "at": 0.0}, [], threading.Event()


def reader(port):
    """Asks for the page again and again, as impatient readers do."""
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/page/")
            answer = connection.getresponse()
            page = answer.read()
        except OSError as error:
            if not over.is_set():
                wrong.append(str(error))
            return
        if answer.status != 200:
            wrong.append(f"status {answer.status}")
        elif LAST.encode() not in page:
            wrong.append("half a page")
        served.update(page=page, at=time.perf_counter())
        connection.close()
        time.sleep(0.002)


def wait(served, token):
    begun = time.perf_counter()
    while f"The word is {token}.".encode() not in served["page"]:
        if time.perf_counter() - begun > 60:
            sys.exit(f"the preview never served {token}")
        time.sleep(0.002)


def main():
    PAGE.parent.mkdir(parents=True)
    (root / "groundplan.toml").write_text('title = "Editors"\n')
    PAGE.write_text(text("main"))
    run("git", "init", "-q", "-b", "main")
    (root / ".gitignore").write_text(".groundplan/\n*~\n")
    git("add", ".")
    git("commit", "-qm", "First")
    preview = subprocess.Popen([groundplan, "serve", "--port", "0", "--root", str(root)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = []
    try:
        port = int(re.search(r":(\d+)/", preview.stdout.readline())[1])
        threading.Thread(target=lambda: lines.extend(preview.stdout), daemon=True).start()
        threading.Thread(target=reader, args=(port,), daemon=True).start()
        wait(served, "main")
        for number, (name, save) in enumerate(WAYS.items()):
            begun = time.perf_counter()
            save(f"token{number}")
            wait(served, f"token{number}")
            if wrong:
                sys.exit(f"{name}: while it was saved the preview served {wrong[0]}")
            print(f"  {name}: served {max(0, (served['at'] - begun) * 1000):.0f} ms after the program was started")
            time.sleep(0.3)
        left = sorted(path.name for path in PAGE.parent.iterdir() if path.name != PAGE.name)
        other = [line for line in lines if re.search(r"new /(?!page/)", line)]
        if other:
            sys.exit(f"what an editor left behind became a page: {other[0]}")
        print(f"{len(WAYS)} ways to save, each served whole; left behind and ignored: {', '.join(left) or 'nothing'}")
    finally:
        over.set()
        preview.send_signal(signal.SIGINT)
        preview.wait(10)


main()
