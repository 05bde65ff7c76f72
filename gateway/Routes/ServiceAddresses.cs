namespace Gateway.Routes;

/// <summary>
/// Reads the addresses that Aspire's service discovery hands over: <c>services:billing:http:0</c>, and for replicas that are resources of their own
/// <c>services:billing-1:http:0</c>, <c>services:billing-2:http:0</c>.
/// </summary>
public static class ServiceAddresses
{
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IReadOnlyList<string> Of(IConfiguration configuration, string service)
    {
        string[] addresses =
        [
            .. from resource in configuration.GetSection("services").GetChildren()
               where IsReplicaOf(service, resource.Key)
               from endpoint in resource.GetChildren()
               where endpoint.Key is "http" or "https"
               from address in endpoint.GetChildren()
               select address.Value!,
        ];
        return addresses.Length > 0
            ? addresses
            : throw new InvalidOperationException($"No address of the service '{service}': set services__{service}__http__0.");
    }

    private static bool IsReplicaOf(string service, string resource) =>
        resource.Equals(service, StringComparison.OrdinalIgnoreCase)
        || (resource.StartsWith(service + "-", StringComparison.OrdinalIgnoreCase) && int.TryParse(resource.AsSpan(service.Length + 1), out _));
}
