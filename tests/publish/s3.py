"""Publishes to servers that speak S3, through a proxy that counts requests and, at one of them, kills the
publisher or cuts the connection. Everything listens on 127.0.0.1, at a free port."""

import concurrent.futures
import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import xml.etree.ElementTree as tree

GROUNDPLAN, WORK = sys.argv[1], sys.argv[2]
LANES = 3
# A sweep tries each request, or one in so many: an odd number, since a kill before a request and one after
# it take turns.
EVERY = int(os.environ.get("SWEEP_EVERY", "1"))
SECRET = "a-secret-nobody-may-read"
BUCKET = "docs"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A server as a process, ended by its id."""

    def __init__(self, command):
        self.port = free_port()
        log = open(os.path.join(WORK, os.path.basename(command[0]) + ".log"), "wb")
        words = [word.replace("PORT", str(self.port)) for word in command]
        self.process = subprocess.Popen(words, stdout=log, stderr=log)
        # The bytes of objects by their tag: most objects are the same ones again.
        self.known = {}
        for _ in range(600):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                sys.exit(f"{command[0]} ended")
            time.sleep(0.1)
        sys.exit(f"{command[0]} does not listen")

    def answer(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"})
        return connection.getresponse()

    def ask(self, method, path, body=None):
        answer = self.answer(method, path, body)
        return answer.status, answer.read()

    def files(self, prefix):
        """All objects below a prefix, by their path behind it."""
        found, token = {}, None
        while True:
            query = {"list-type": "2", "prefix": prefix + "/"}
            if token:
                query["continuation-token"] = token
            _, body = self.ask("GET", f"/{BUCKET}?" + urllib.parse.urlencode(query))
            root = tree.fromstring(body)
            space = root.tag.split("}")[0] + "}"
            for item in root.iter(space + "Contents"):
                key, tag = item.find(space + "Key").text, item.find(space + "ETag").text
                if tag not in self.known:
                    self.known[tag] = self.ask("GET", f"/{BUCKET}/" + urllib.parse.quote(key))[1]
                found[key[len(prefix) + 1:]] = self.known[tag]
            token = root.findtext(space + "NextContinuationToken")
            if not token:
                return found

    def fill(self, prefix, files):
        for path, body in files.items():
            status, _ = self.ask("PUT", f"/{BUCKET}/" + urllib.parse.quote(f"{prefix}/{path}"), body)
            assert status == 200, path

    def end(self):
        self.process.terminate()
        self.process.wait()


class Proxy:
    """Passes requests on, counts them, and does something at one of them."""

    def __init__(self, port):
        self.lock = threading.Lock()
        self.under_way = 0
        self.reset(None, None)
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                if len(body) < length:
                    # Its sender died within it: no server takes half a request.
                    self.close_connection = True
                    return
                with proxy.lock:
                    number = proxy.count
                    proxy.count += 1
                    proxy.under_way += 1
                    hit = proxy.at is not None and number == proxy.at
                try:
                    self.pass_on(body, hit)
                finally:
                    with proxy.lock:
                        proxy.under_way -= 1

            def pass_on(self, body, hit):
                if hit and proxy.what == "kill":
                    proxy.kill()
                if hit and proxy.what == "cut":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                onward = http.client.HTTPConnection("127.0.0.1", port)
                headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                onward.request(self.command, self.path, body or None, headers)
                answer = onward.getresponse()
                content = answer.read()
                if hit and proxy.what == "kill-after":
                    proxy.kill()
                if hit and proxy.what == "cut-after":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                try:
                    self.send_response(answer.status)
                    for name, value in answer.getheaders():
                        if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                            self.send_header(name, value)
                    length = answer.getheader("Content-Length") if self.command == "HEAD" else len(content)
                    self.send_header("Content-Length", str(length or 0))
                    self.end_headers()
                    if self.command != "HEAD":
                        self.wfile.write(content)
                except OSError:
                    pass

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

        class Threads(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Threads(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self, at, what):
        with self.lock:
            self.count, self.at, self.what, self.process = 0, at, what, None

    def rest(self):
        """Waits until every request has arrived that was sent: those of a dead process too."""
        while True:
            with self.lock:
                if self.under_way == 0:
                    return
            time.sleep(0.01)

    def kill(self):
        while self.process is None:
            time.sleep(0.01)
        try:
            os.kill(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def environment(port):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "AWS_ACCESS_KEY_ID": "S3RVER", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT": f"http://127.0.0.1:{port}", "AWS_ALLOW_HTTP": "true",
        "SOURCE_DATE_EPOCH": "1767225600", "NO_COLOR": "1",
    }


def start(port, site, prefix, *options, env=None):
    command = [GROUNDPLAN, "publish", f"s3://{BUCKET}/{prefix}", "--root", site, "--today", "2026-01-01", *options]
    return subprocess.Popen(command, env=environment(port) | (env or {}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def publish(port, site, prefix, *options, env=None):
    process = start(port, site, prefix, *options, env=env)
    said, _ = process.communicate()
    assert SECRET not in said, said
    return process.returncode, said


def git(site, *words, when="2026-01-01T00:00:00Z"):
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
             "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", "-C", site, *words], check=True, capture_output=True, env=os.environ | names)


def write(site, path, text):
    place = os.path.join(site, path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "w") as file:
        file.write(text)


def make_site():
    """A site of two commits, `old` and `new`."""
    site = os.path.join(WORK, "site")
    subprocess.run(["rm", "-rf", site], check=True)
    write(site, "groundplan.toml", 'title = "Docs"\n[versions]\nsource = "none"\n')
    write(site, "content/index.md", "# Docs\n\nRead [the guide](guide.md) and [the tour](tour/index.md).\n")
    write(site, "content/guide.md", "# Guide\n\nOne.\n")
    write(site, "content/tour/index.md", "# Tour\n\nTo [the end](end.md).\n")
    write(site, "content/tour/end.md", "# End\n\nBack to [the start](../index.md).\n")
    git(site, "init", "-q", "-b", "main")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "old")
    git(site, "tag", "old")
    write(site, "content/index.md", "# Docs\n\nRead [the guide](guide.md) and [what is new](fresh/index.md).\n")
    write(site, "content/guide.md", "# Guide\n\nTwo.\n")
    write(site, "content/fresh/index.md", "# What is new\n\nAll, as [the guide](../guide.md) says.\n")
    os.remove(os.path.join(site, "content/tour/end.md"))
    write(site, "content/tour/index.md", "# Tour\n\nIt is over.\n")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "new", when="2026-01-02T00:00:00Z")
    git(site, "tag", "new")
    return site


def dead_links(files):
    """Links of pages that readers reach from the first page of each listed version."""
    dead = []
    for entry in json.loads(files.get("versions.json", b"[]")):
        first = entry["version"] + "/index.html"
        seen, todo = {first}, [(first, "versions.json")]
        while todo:
            path, origin = todo.pop()
            if path not in files:
                dead.append(f"{origin} -> {path}")
                continue
            if not path.endswith(".html") or not path.startswith(entry["version"] + "/"):
                continue
            for href in re.findall(r'(?:href|src)="([^"#?]+)', files[path].decode()):
                if re.match(r"[a-z]+:", href):
                    continue
                target = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(href)))
                if href.endswith("/") or href in (".", ".."):
                    target = (target + "/index.html").removeprefix("./")
                # Pages that stand once are published by themselves.
                if target.startswith((entry["version"] + "/", "_a/")) and target not in seen:
                    seen.add(target)
                    todo.append((target, path))
    return dead


def sweep(lanes, site, before, name, *options):
    """Kills a publish at every request, before it reaches the store or after, and looks at what is left."""
    server, proxy = lanes[0]
    server.fill(f"{name}-goal", before)
    proxy.reset(None, None)
    code, said = publish(proxy.port, site, f"{name}-goal", *options)
    assert code == 0, said
    requests, goal = proxy.count, server.files(f"{name}-goal")

    def kill(lane, at):
        server, proxy = lane
        what = "kill-after" if at % 2 else "kill"
        prefix = f"{name}-{at}"
        server.fill(prefix, before)
        proxy.reset(at, what)
        process = start(proxy.port, site, prefix, *options)
        proxy.process = process
        process.communicate()
        proxy.rest()
        left = server.files(prefix)
        where = f"{what} at request {at} of {requests}"
        for path, body in left.items():
            assert path.startswith("_p/") or body in (before.get(path), goal.get(path)), f"{path}, {where}"
        assert not dead_links(left), f"{dead_links(left)}, {where}"
        proxy.reset(None, None)
        code, said = publish(proxy.port, site, prefix, *options)
        assert code == 0, f"{said}, again after {where}"
        again = server.files(prefix)
        odd = [path for path in again.keys() | goal.keys() if again.get(path) != goal.get(path)]
        states = {"before": before, "left": left, "again": again, "goal": goal}
        same = {path: [f"{name}:{other}" for name, files in states.items() for other, body in files.items()
                       if body == again.get(path, goal.get(path))] for path in odd}
        assert not odd, f"{same} after {where}"

    tried = range(0, requests, EVERY)
    share(lanes, tried, kill)
    print(f"  {name}: killed at {len(tried)} of {requests} requests; whole each time, and the same bytes in the end", flush=True)


def share(lanes, tasks, work):
    """Shares tasks out among servers, each with one at a time."""
    tasks = list(tasks)
    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        def lane(number):
            for task in tasks[number::len(lanes)]:
                work(lanes[number], task)
        for done in [pool.submit(lane, number) for number in range(len(lanes))]:
            done.result()


def cuts(lanes, site, before):
    """A connection that is cut is tried again."""
    options = ("--version", "2.1", "--ref", "new")
    server, proxy = lanes[0]
    server.fill("cut-goal", before)
    proxy.reset(None, None)
    assert publish(proxy.port, site, "cut-goal", *options)[0] == 0
    requests, goal = proxy.count, server.files("cut-goal")

    def cut(lane, at):
        server, proxy = lane
        what = "cut-after" if at % 2 else "cut"
        prefix = f"cut-{at}"
        server.fill(prefix, before)
        proxy.reset(at, what)
        code, said = publish(proxy.port, site, prefix, *options)
        assert code == 0, f"{said}, {what} at request {at}"
        now = server.files(prefix)
        odd = [path for path in now.keys() | goal.keys() if now.get(path) != goal.get(path)]
        assert not odd, f"{odd}, {what} at request {at}"

    share(lanes, range(0, requests, 3 * EVERY), cut)
    print("  a connection that is cut is tried again, and nothing is done twice", flush=True)


def main():
    site = make_site()
    moto = [os.path.join(WORK, "venv/bin/moto_server"), "-H", "127.0.0.1", "-p", "PORT"]
    servers, other = [], None
    try:
        for _ in range(LANES):
            servers.append(Server(moto))
            assert servers[-1].ask("PUT", f"/{BUCKET}")[0] == 200
        lanes = [(server, Proxy(server.port)) for server in servers]
        server, proxy = lanes[0]
        code, said = publish(proxy.port, site, "start", "--version", "2.1", "--ref", "old")
        assert code == 0, said
        before = server.files("start")
        assert [one["version"] for one in json.loads(before["versions.json"])] == ["2.1"]
        again = publish(proxy.port, site, "start", "--version", "2.1", "--ref", "old")
        assert again[0] == 0 and server.files("start") == before, again[1]
        code, said = publish(proxy.port, site, "no", "--version", "1", "--ref", "old", env={"AWS_ENDPOINT": f"http://127.0.0.1:{free_port()}"})
        assert code == 1 and "s3://docs/no" in said, said
        command = [GROUNDPLAN, "versions", "list", "s3://missing/x"]
        told = subprocess.run(command, env=environment(server.port), capture_output=True, text=True)
        assert told.returncode == 1 and "bucket" in told.stderr, told.stderr

        answer = server.answer("GET", f"/{BUCKET}/start/2.1/index.html")
        assert answer.getheader("Content-Type") == "text/html; charset=utf-8", answer.getheaders()
        assert "must-revalidate" in answer.getheader("Cache-Control"), answer.getheaders()

        page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../content/groundplan/ci/s3.md")
        script = re.search(r'title="publish.sh"\n(.*?)```', open(page, encoding="utf-8").read(), re.S).group(1)
        assert "http://127.0.0.1:9000" in script and f"s3://{BUCKET}/" in script
        script = script.replace("http://127.0.0.1:9000", f"http://127.0.0.1:{server.port}").replace("groundplan ", f"{GROUNDPLAN} ")
        told = subprocess.run(["bash", "-euc", script], cwd=site, capture_output=True, text=True)
        assert told.returncode == 0, told.stdout + told.stderr
        assert "index.html" in server.files("platform"), told.stdout
        print("  the script of the page about S3", flush=True)

        sweep(lanes, site, before, "again", "--version", "2.1", "--ref", "new")
        sweep(lanes, site, before, "new", "--version", "2.2", "--ref", "new")
        cuts(lanes, site, before)

        server.fill("eight", before)
        proxy.reset(None, None)
        running = [start(proxy.port, site, "eight", "--version", f"3.{one}", "--ref", "new") for one in range(8)]
        for process in running:
            said, _ = process.communicate()
            assert process.returncode == 0, said
        now = server.files("eight")
        listed = [one["version"] for one in json.loads(now["versions.json"])]
        assert listed == [f"3.{one}" for one in reversed(range(8))] + ["2.1"], listed
        for path, body in before.items():
            assert not path.startswith("2.1/") or now[path] == body, path
        assert not dead_links(now), dead_links(now)
        print("  eight publishers of eight versions at once: all are listed", flush=True)

        for turn in range(4):
            prefix = f"two-{turn}"
            server.fill(prefix, before)
            order = ["old", "new"] if turn % 2 else ["new", "old"]
            running = {ref: start(proxy.port, site, prefix, "--version", "4.0", "--ref", ref) for ref in order}
            said = {ref: process.communicate()[0] for ref, process in running.items()}
            assert running["new"].returncode == 0, said["new"]
            assert running["old"].returncode in (0, 4), said["old"]
            now = server.files(prefix)
            assert b"Two." in now["4.0/guide/index.html"] and "4.0/fresh/index.html" in now
            assert not dead_links(now), dead_links(now)
            command = [GROUNDPLAN, "versions", "verify", f"s3://{BUCKET}/{prefix}"]
            told = subprocess.run(command, env=environment(server.port), capture_output=True, text=True)
            assert told.returncode == 0, told.stdout + told.stderr
        print("  two publishers of one version at once: the later source wins", flush=True)

        folder = os.path.join(WORK, "s3rver-data")
        subprocess.run(["rm", "-rf", folder], check=True)
        os.makedirs(folder)
        other = Server([os.path.join(WORK, "node_modules/.bin/s3rver"), "-d", folder, "-a", "127.0.0.1", "-p", "PORT", "--configure-bucket", BUCKET])
        env = {"AWS_SECRET_ACCESS_KEY": "S3RVER"}
        code, said = publish(other.port, site, "docs", "--version", "1.0", "--ref", "old", env=env)
        assert code == 1 and "If-Match" in said, said
        code, said = publish(other.port, site, "docs", "--version", "1.0", "--ref", "old", "--single-writer", env=env)
        assert code == 0, said
        print("  a store that ignores If-Match is refused, unless one writer is alone")
    finally:
        for server in servers:
            server.end()
        if other:
            other.end()


main()
