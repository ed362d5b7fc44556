"""What tests share: servers, stores and small releases of their own, and clients for them."""
