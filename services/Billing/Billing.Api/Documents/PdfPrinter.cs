using System.Diagnostics;
using Primitives;

namespace Billing.Api.Documents;

/// <summary>Settings below <c>Documents:</c>.</summary>
internal sealed class DocumentOptions
{
    /// <summary>Path of a Chromium; found on PATH where it is left out.</summary>
    public string? Chromium { get; set; }

    /// <summary>After that a print is given up.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>
/// Prints pages with a headless Chromium, one at a time: a browser takes some hundred megabytes. It runs in a folder of its own and
/// without network.
/// </summary>
internal sealed partial class PdfPrinter(IConfiguration configuration, ILogger<PdfPrinter> logger) : IDisposable
{
    private const int LongestQueue = 8;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    private readonly DocumentOptions options = configuration.GetSection("Documents").Get<DocumentOptions>() ?? new DocumentOptions();
    private readonly SemaphoreSlim turn = new(1);
    private int queued;

    public void Dispose() => turn.Dispose();

    /// <returns>The PDF; refused where there is no Chromium, where too many wait already, and where it does not manage.</returns>
    public async Task<Result<byte[]>> Print(string html, CancellationToken cancellationToken)
    {
        if (Executable() is not { } chromium)
        {
            return new Refusal("pdf_not_available", "This installation has no Chromium to print with. The invoice is there as HTML.", RefusalKind.Unavailable);
        }

        try
        {
            if (Interlocked.Increment(ref queued) > LongestQueue)
            {
                return new Refusal("pdf_busy", "Many invoices are being printed. Ask again in a moment.", RefusalKind.Unavailable);
            }

            await turn.WaitAsync(cancellationToken);
            try
            {
                return await PrintNow(chromium, html, cancellationToken);
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref queued);
        }
    }

    private async Task<Result<byte[]>> PrintNow(string chromium, string html, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("invoice-");
        try
        {
            var page = Path.Combine(folder.FullName, "invoice.html");
            var pdf = Path.Combine(folder.FullName, "invoice.pdf");
            await File.WriteAllTextAsync(page, html, cancellationToken);
            var errors = await Run(chromium, folder.FullName, page, pdf, cancellationToken);
            if (File.Exists(pdf))
            {
                return await File.ReadAllBytesAsync(pdf, cancellationToken);
            }

            LogNothingPrinted(errors);
            return new Refusal("pdf_failed", "The invoice could not be printed. It is there as HTML.", RefusalKind.Unavailable);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Returns what Chromium complained about. It is stopped with all its children when it takes too long or the caller leaves.</summary>
    private async Task<string> Run(string chromium, string folder, string page, string pdf, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Command(chromium, folder, page, pdf))!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return await errors;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"It took longer than {options.Patience}.";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static ProcessStartInfo Command(string chromium, string folder, string page, string pdf)
    {
        var command = new ProcessStartInfo(chromium)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["HOME"] = folder },
            ArgumentList =
            {
                "--headless",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--no-pdf-header-footer",
                $"--user-data-dir={Path.Combine(folder, "profile")}",
                $"--print-to-pdf={pdf}",
                new Uri(page).AbsoluteUri,
            },
        };
        if (Environment.UserName == "root")
        {
            // Chromium refuses to sandbox for root. The page is ours, has no scripts, may load nothing and reaches no network.
            command.ArgumentList.Insert(0, "--no-sandbox");
        }

        return command;
    }

    private string? Executable() =>
        options.Chromium is { Length: > 0 } configured
            ? File.Exists(configured) ? configured : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);

    [LoggerMessage(LogLevel.Error, "Chromium printed nothing: {Errors}")]
    private partial void LogNothingPrinted(string errors);
}
