using Platform.Benchmarks.Measuring;

namespace Platform.Benchmarks.Gateway;

/// <summary>nginx as a plain proxy with one worker, printed beside the others where it is installed: what a proxy in C costs here.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly string workFolder;

    private Nginx(int port, Child worker, string workFolder)
    {
        Port = port;
        Worker = worker;
        this.workFolder = workFolder;
    }

    public int Port { get; }

    public Child Worker { get; }

    /// <returns>Null when nginx is not installed.</returns>
    public static async Task<Nginx?> StartAsync(int backend)
    {
        if (!File.Exists(Program))
            return null;
        var port = Ports.Free();
        var folder = Directory.CreateTempSubdirectory("bench-nginx").FullName;
        var configuration = Path.Combine(folder, "nginx.conf");
        // One process that is master and worker in one, so that all its time stands in one /proc entry.
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log stderr error;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/a; proxy_temp_path {{folder}}/b; fastcgi_temp_path {{folder}}/c; uwsgi_temp_path {{folder}}/d; scgi_temp_path {{folder}}/e;
              upstream backend { server 127.0.0.1:{{backend}}; keepalive 64; }
              server {
                listen 127.0.0.1:{{port}}; keepalive_requests 100000000;
                location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }
            """);
        var worker = Child.Start(Program, ["-p", folder, "-c", configuration], new Dictionary<string, string>(StringComparer.Ordinal));
        await worker.UntilAnswersAsync(new Uri($"http://127.0.0.1:{port}/health"));
        return new Nginx(port, worker, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        Directory.Delete(workFolder, recursive: true);
    }
}
