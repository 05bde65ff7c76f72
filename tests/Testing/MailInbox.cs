using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Testing;

/// <summary>Reads the mail catcher. The inbox is shared by every test of a run: give each person of a test an address of its own and ask for that.</summary>
public sealed class MailInbox(Uri api) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = api };

    /// <summary>The mails to one address, oldest first.</summary>
    public async Task<IReadOnlyList<CaughtMail>> ToAsync(string address)
    {
        var all = await _http.GetFromJsonAsync<List<CaughtMail>>("email") ?? [];
        return [.. all.Where(mail => mail.To.Any(to => string.Equals(to.Address, address, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>Waits for a mail to <paramref name="address"/> whose subject or text contains <paramref name="containing"/>; the newest such mail.</summary>
    /// <exception cref="TimeoutException">None came within the deadline.</exception>
    public Task<CaughtMail> WaitAsync(string address, string containing = "", TimeSpan? deadline = null) =>
        Eventually.ValueAsync(
            async () => (await ToAsync(address)).LastOrDefault(mail => mail.Contains(containing)),
            deadline,
            $"a mail to {address} containing \"{containing}\" should arrive");

    public void Dispose() => _http.Dispose();
}

public sealed record CaughtMail(string Id, string Subject, string? Text, string? Html, IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> From)
{
    public bool Contains(string text) =>
        Subject.Contains(text, StringComparison.OrdinalIgnoreCase) || (Text ?? Html ?? "").Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first link in the text.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Uri Link() =>
        Regex.Match(Text ?? Html ?? "", """https?://[^\s"'<>)]+""", RegexOptions.NonBacktracking) is { Success: true } match
            ? new Uri(match.Value)
            : throw new InvalidOperationException($"No link in the mail \"{Subject}\".");
}

public sealed record MailAddress(string Address, string? Name);
