using System.Collections.Generic;
using System.Net;
using System.Threading.Tasks;

// Classes with the same shape as those in AWS.Tools.Common and its AWSSDK.Core. The properties of the session variable are internal.
namespace Amazon.Runtime
{
    public class ImmutableCredentials
    {
        public ImmutableCredentials(string accessKey, string secretKey, string token) { AccessKey = accessKey; SecretKey = secretKey; Token = token; }
        public string AccessKey { get; }
        public string SecretKey { get; }
        public string Token { get; }
    }

    public abstract class AWSCredentials
    {
        public abstract ImmutableCredentials GetCredentials();
        public virtual Task<ImmutableCredentials> GetCredentialsAsync() { return Task.FromResult(GetCredentials()); }
    }

    public class SessionAWSCredentials : AWSCredentials
    {
        private readonly string _suffix;
        public SessionAWSCredentials(string suffix) { _suffix = suffix; }
        public override ImmutableCredentials GetCredentials() { return new ImmutableCredentials("AKIA" + _suffix, "secret", "token-" + _suffix); }
    }

    public class RefreshingAWSCredentials : AWSCredentials
    {
        private int _made = 1;
        public override ImmutableCredentials GetCredentials() { return new ImmutableCredentials("AKIA" + _made, "secret", "token-" + _made); }
        public virtual void ClearCredentials() { _made++; }
    }
}

namespace Amazon.PowerShell.Common
{
    public class AWSPSCredentials
    {
        private AWSPSCredentials(Amazon.Runtime.AWSCredentials credentials) { Credentials = credentials; }
        internal Amazon.Runtime.AWSCredentials Credentials { get; private set; }
        public static AWSPSCredentials Of(Amazon.Runtime.AWSCredentials credentials) { return new AWSPSCredentials(credentials); }
        public override string ToString() { return "Supplied Key Parameters"; }
    }

    public class ProxySettings
    {
        public string Hostname { get; set; }
        public int Port { get; set; }
        public ICredentials Credentials { get; set; }
        public List<string> BypassList { get; set; }
        public bool? BypassOnLocal { get; set; }
    }
}
