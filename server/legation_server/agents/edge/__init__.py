"""Where agents come in: the tools as the Model Context Protocol has them, over HTTP and stdio."""
