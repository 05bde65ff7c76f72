using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceDefaults.Web;

/// <summary>
/// A group's routes, mapped as ever, but what reads the request for a handler and writes its answer is made when the route is first called: made at start for the
/// fifty routes of a large service, it was five megabytes of an idle process.
/// </summary>
public static class RouteHandlers
{
    public static RouteHandlerBuilder MapGet(this RouteGroupBuilder group, string pattern, Delegate handler) => group.Map(HttpMethods.Get, pattern, handler);

    public static RouteHandlerBuilder MapPost(this RouteGroupBuilder group, string pattern, Delegate handler) => group.Map(HttpMethods.Post, pattern, handler);

    public static RouteHandlerBuilder MapPut(this RouteGroupBuilder group, string pattern, Delegate handler) => group.Map(HttpMethods.Put, pattern, handler);

    public static RouteHandlerBuilder MapPatch(this RouteGroupBuilder group, string pattern, Delegate handler) => group.Map(HttpMethods.Patch, pattern, handler);

    public static RouteHandlerBuilder MapDelete(this RouteGroupBuilder group, string pattern, Delegate handler) => group.Map(HttpMethods.Delete, pattern, handler);

    private static RouteHandlerBuilder Map(this RouteGroupBuilder group, string method, string pattern, Delegate handler) =>
        // A parameter that no request could fill is found at the latest when the service is built.
        ApiDocument.IsDocumentBuild
            ? RouteHandlerServices.Map(group, pattern, handler, [method], RequestDelegateFactory.InferMetadata, RequestDelegateFactory.Create)
            : RouteHandlerServices.Map(group, pattern, handler, [method], Describe, CreateWhenCalled);

    // Without what the factory would go on from: it is as large as what is put off.
    private static RequestDelegateMetadataResult Describe(MethodInfo handler, RequestDelegateFactoryOptions? options) =>
        new() { EndpointMetadata = RequestDelegateFactory.InferMetadata(handler, options).EndpointMetadata };

    private static RequestDelegateResult CreateWhenCalled(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? described)
    {
        var created = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, described).RequestDelegate);
        return new RequestDelegateResult(context => created.Value(context), described?.EndpointMetadata ?? []);
    }
}
