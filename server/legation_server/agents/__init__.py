"""Answers agents over the Model Context Protocol; how firmly a thing is said stands in each row."""

from legation_server.agents.edge import markdown_pages
from legation_server.agents.edge.allowed_hosts import MCP_PATH
from legation_server.agents.edge.mount import McpMount
from legation_server.agents.edge.stdio import serve_stdio

__all__ = ["BLUEPRINTS", "MCP_PATH", "McpMount", "serve_stdio"]

BLUEPRINTS = (markdown_pages.blueprint,)
