using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp;

/// <summary>The certificate of one orchestrator. Given its own it is ready in 0.2 s; making one itself takes it seconds.</summary>
internal static class DcpCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=apphost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }

    /// <summary>Writes the PEM files that the orchestrator reads.</summary>
    public static async Task WriteAsync(X509Certificate2 certificate, string certificateFile, string keyFile, CancellationToken cancellationToken)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem(), cancellationToken);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), cancellationToken);
    }
}
