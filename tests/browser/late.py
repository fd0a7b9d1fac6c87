"""A line as bad as a train's: what a test reads before it has come shows there, and not on a fast machine only."""

import time


class Late:
    """The same site, each answer in three pieces with a wait before each: ``seconds`` in all."""

    def __init__(self, app, seconds):
        self.app, self.pause = app, seconds / 3

    def __call__(self, environ, start_response):
        answer = self.app(environ, start_response)
        try:
            whole = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        return self.pieces(whole)

    def pieces(self, whole):
        third = len(whole) // 3
        for piece in (whole[:third], whole[third : -third or None], whole[len(whole) - third :]):
            time.sleep(self.pause)
            yield piece
