"""Questions on the article, answered by a scripted agent through the tools, and their figures."""
