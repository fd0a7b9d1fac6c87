"""What reads people's mail is not carried by the processes that answer the web."""

import subprocess
import sys


def test_the_web_carries_nothing_that_only_the_worker_needs():
    said = subprocess.run(
        [sys.executable, "-c", "import sys, app; app.create_app(); print(*{'icalendar', 'imap_tools', 'flufl.bounce'} & set(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == ""
