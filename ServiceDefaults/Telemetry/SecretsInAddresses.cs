using System.Diagnostics;
using OpenTelemetry;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// Takes secrets out of the addresses that spans carry: mailed links (invitations, password resets) have theirs in the path, and whoever reads
/// traces must not be able to use them. Ids stay, they are no secrets.
/// </summary>
public sealed class SecretsInAddresses : BaseProcessor<Activity>
{
    private const int ShortestSecret = 20;
    private const string Redacted = "-";

    private static readonly string[] AddressTags = ["url.path", "url.full"];

    public override void OnEnd(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (var tag in AddressTags)
        {
            if (data.GetTagItem(tag) is string address && Redact(address) is var redacted && !ReferenceEquals(redacted, address))
            {
                data.SetTag(tag, redacted);
            }
        }
    }

    /// <summary>The address itself if there is nothing to take out.</summary>
    public static string Redact(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var hasSecret = false;
        foreach (var segment in address.AsSpan().Split('/'))
        {
            hasSecret |= IsSecret(address.AsSpan(segment));
        }

        return hasSecret ? string.Join('/', address.Split('/').Select(segment => IsSecret(segment) ? Redacted : segment)) : address;
    }

    /// <summary>Long, neither an id nor words: "switch-organization" has no digit and no capital.</summary>
    private static bool IsSecret(ReadOnlySpan<char> segment) =>
        segment.Length >= ShortestSecret
        && (segment.ContainsAnyInRange('0', '9') || segment.ContainsAnyInRange('A', 'Z'))
        && !Guid.TryParse(segment, out _);
}
