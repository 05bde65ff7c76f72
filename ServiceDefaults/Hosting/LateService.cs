using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults.Hosting;

/// <summary>Has any service injected as <see cref="Lazy{T}"/>: for what is seldom needed and costs something when it is made, such as a context.</summary>
internal sealed class LateService<T>(IServiceProvider services) : Lazy<T>(services.GetRequiredService<T>)
    where T : notnull;
