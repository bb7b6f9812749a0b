#!/usr/bin/env python3
"""Forwards connections to another port of this machine, counts what passes, and cuts them on demand.

    proxy.py PORT STATE [CUT]

PORT is where connections go on to. STATE is a folder: the port that is listened at is written to STATE/port,
the bytes that have passed in both directions to STATE/bytes, the number of connections to STATE/connections.
With CUT, all connections together pass so many bytes; then every one is cut, and no other is let through.
"""

import pathlib
import socket
import sys
import threading

target = int(sys.argv[1])
state = pathlib.Path(sys.argv[2])
cut = int(sys.argv[3]) if len(sys.argv) > 3 else None
lock = threading.Lock()
passed = 0
connections = 0


def write(name, value):
    part = state / f".{name}"
    part.write_text(f"{value}\n")
    part.rename(state / name)


def close(*sockets):
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def pump(source, sink, other):
    global passed
    while True:
        try:
            data = source.recv(4096)
        except OSError:
            data = b""
        with lock:
            if cut is not None:
                data = data[: max(0, cut - passed)]
            passed += len(data)
            write("bytes", passed)
            is_cut = cut is not None and passed >= cut
        try:
            if data:
                sink.sendall(data)
        except OSError:
            data = b""
        if is_cut:
            close(source, sink)
            return
        if not data:
            try:
                sink.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return


listener = socket.create_server(("127.0.0.1", 0))
write("bytes", 0)
write("connections", 0)
write("port", listener.getsockname()[1])
while True:
    client, _ = listener.accept()
    with lock:
        connections += 1
        write("connections", connections)
        is_cut = cut is not None and passed >= cut
    if is_cut:
        client.close()
        continue
    try:
        server = socket.create_connection(("127.0.0.1", target))
    except OSError:
        client.close()
        continue
    for pair in ((client, server), (server, client)):
        threading.Thread(target=pump, args=(*pair, None), daemon=True).start()
