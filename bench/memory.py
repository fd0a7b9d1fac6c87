"""Memory of the whole product at rest: gunicorn with two workers, the worker, the local mail server; PSS, shared pages once."""

import subprocess
import sys
import time

from bench.harness import ROOT, Visitor, place, pss_megabytes, serving, told


def main() -> None:
    with place() as here, serving(here) as web:
        others = [
            subprocess.Popen([sys.executable, "-m", name], cwd=ROOT, env=here.environment | {"MAILCATCHER_PORT": str(here.smtp_port)})
            for name in ("app.worker", "script.mailcatcher")
        ]
        try:
            for _ in range(20):
                Visitor(here.url).get("/")
            time.sleep(5)
            parts = [pss_megabytes(pid) for pid in (web, *(one.pid for one in others))]
        finally:
            for one in others:
                one.terminate()
    told("idle memory, all processes, PSS", sum(parts), "MB", 250, pretix=850, Indico=884)
    print("  web {:.0f}, worker {:.0f}, local mail server {:.0f} MB".format(*parts))


if __name__ == "__main__":
    main()
