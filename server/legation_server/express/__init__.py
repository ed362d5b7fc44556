"""The express lane: brief queries answered by processes that hold the data and the connection.

The acceptor's process: acceptor.py, with desk_table.py, relay.py, web_connections.py, waiting.py,
  farewell.py.
A desk's process, forked from the one that holds the data: desk.py, desk_query.py, answer_bytes.py.
The web server's side: lane.py.
What they have in common: plain_request.py, lesson.py, rules.py, board.py, messages.py.
"""
