using Microsoft.AspNetCore.Builder;

namespace LocalHosting.TestHost;

/// <summary>A service as small as one can be: healthy once it answers, and says what it was told.</summary>
internal static class Service
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.MapGet("/health", () => "healthy");
        app.MapGet("/environment/{name}", (string name) => Environment.GetEnvironmentVariable(name));
        app.MapGet("/pid", () => Environment.ProcessId);
        await app.RunAsync();
        return 0;
    }
}
