"""A stand-in for a server of Weaviate: HTTP and gRPC, on the client's own protobuf stubs.

It exists because no server of Weaviate can run in CI. It keeps rows in memory, compares all
vectors, and knows only the requests that this plug-in makes; of these it checks what a server is
documented to check, and refuses what a server should refuse: a filter on a property that is not
there, not indexed or of another type, a named vector that is not there, a vector of another length
or of zeros, a limit above QUERY_MAXIMUM_RESULTS, a tenant that is missing or unknown.

It is no substitute for the real one. That the plug-in passes here shows what it asks and how it
takes answers; that Weaviate understands the same by it, only tests against Weaviate show. They
run where MEMKIT_TEST_WEAVIATE_URL is set. Where we misread the documentation, the stand-in and the
plug-in share the mistake, and every test here passes.
"""
