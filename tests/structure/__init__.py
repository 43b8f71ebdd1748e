"""The shape of the code base, held by tests whose failures say what to do."""
