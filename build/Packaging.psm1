# What build.ps1 does beside dotnet: the zip, the signatures and the sums.

function Compress-ModuleFolder {
    <#
    .SYNOPSIS
        Zips a module as CognitoUnlink/<version>/..., as Install-PSResource lays it out; the same files give the same bytes.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string] $Path,
        [Parameter(Mandatory)][string] $DestinationPath,
        [Parameter(Mandatory)][string] $Version
    )

    Remove-Item -LiteralPath $DestinationPath -ErrorAction Ignore
    $files = [string[]] @(Get-ChildItem -LiteralPath $Path -File -Recurse | ForEach-Object { [IO.Path]::GetRelativePath($Path, $_.FullName).Replace('\', '/') })
    [array]::Sort($files, [StringComparer]::Ordinal)
    $zip = [IO.Compression.ZipFile]::Open($DestinationPath, 'Create')
    try {
        foreach ($file in $files) {
            $entry = $zip.CreateEntry("CognitoUnlink/$Version/$file")
            $entry.LastWriteTime = [DateTimeOffset]::new(2020, 1, 1, 0, 0, 0, [timespan]::Zero)
            $content = $entry.Open()
            try {
                $content.Write([IO.File]::ReadAllBytes((Join-Path $Path $file)))
            }
            finally {
                $content.Dispose()
            }
        }
    }
    finally {
        $zip.Dispose()
    }
}

function Get-SigningCertificate {
    <#
    .SYNOPSIS
        The certificate itself, or the one with a thumbprint in a store, or the one in a PFX file.
    #>
    [CmdletBinding()]
    [OutputType([Security.Cryptography.X509Certificates.X509Certificate2])]
    param(
        [Parameter(Mandatory)][object] $Certificate,
        [securestring] $Password
    )

    if ($Certificate -is [Security.Cryptography.X509Certificates.X509Certificate2]) {
        $found = $Certificate
    }
    elseif ("$Certificate" -match '^[0-9A-Fa-f]{40}$') {
        $found = 'CurrentUser', 'LocalMachine' | ForEach-Object { Find-StoreCertificate "$Certificate" $_ } | Select-Object -First 1
        if (-not $found) {
            throw "Import the certificate, or give its PFX file: no store named My has one with the thumbprint $Certificate."
        }
    }
    elseif (Test-Path -LiteralPath "$Certificate" -PathType Leaf) {
        try {
            $found = [Security.Cryptography.X509Certificates.X509Certificate2]::new((Convert-Path -LiteralPath "$Certificate"), $Password, 'Exportable, UserKeySet')
        }
        catch {
            throw "Check -CertificatePassword: $Certificate could not be opened. $($_.Exception.InnerException.Message)"
        }
    }
    else {
        throw "Give -Certificate a certificate, its thumbprint or a PFX file: $Certificate is none of these."
    }

    $codeSigning = $found.Extensions |
        Where-Object { $_ -is [Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension] } |
        Where-Object { $_.EnhancedKeyUsages.Value -contains '1.3.6.1.5.5.7.3.3' }
    if (-not $codeSigning) {
        throw "Give a certificate for code signing: $($found.Subject) is not for that."
    }

    if (-not $found.HasPrivateKey) {
        throw "Give a certificate with its private key: that of $($found.Subject) is not here."
    }

    $found
}

function Find-StoreCertificate([string] $Thumbprint, [string] $Location) {
    $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', $Location)
    try {
        $store.Open('ReadOnly, OpenExistingOnly')
        $store.Certificates.Find('FindByThumbprint', $Thumbprint, $false)
    }
    catch [Security.Cryptography.CryptographicException] {
        Write-Verbose "There is no store $Location/My: $($_.Exception.Message)"
    }
    finally {
        $store.Dispose()
    }
}

function Set-ModuleSignature {
    <#
    .SYNOPSIS
        Authenticode, which PowerShell's execution policies look at, and which only Windows can make.
    #>
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory)][string] $Path,
        [Parameter(Mandatory)][Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,
        [uri] $TimestampServer
    )

    if (-not $IsWindows) {
        Write-Warning 'Sign on Windows for a release: the files of the module are left without an Authenticode signature, only the packages are signed.'
        return
    }

    $options = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256'; IncludeChain = 'All' }
    if ($TimestampServer) {
        $options.TimestampServer = $TimestampServer
    }

    # The AWS SDK's assemblies keep the signatures of their makers.
    $ours = Get-ChildItem -LiteralPath $Path -File -Recurse -Include '*.psd1', '*.ps1xml', 'CognitoUnlink*.dll'
    foreach ($file in $ours) {
        if ($PSCmdlet.ShouldProcess($file.FullName)) {
            $signature = Set-AuthenticodeSignature -LiteralPath $file.FullName @options
            if (-not $signature.SignerCertificate) {
                throw "$($file.Name) could not be signed: $($signature.StatusMessage)"
            }
        }
    }
}

function Set-PackageSignature {
    <#
    .SYNOPSIS
        Signs packages by way of the user's store, since dotnet would take a PFX file's password on its command line only.
    #>
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory)][string[]] $Path,
        [Parameter(Mandatory)][Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,
        [uri] $TimestampServer
    )

    $location = 'CurrentUser', 'LocalMachine' | Where-Object { Find-StoreCertificate $Certificate.Thumbprint $_ } | Select-Object -First 1
    $store = $null
    if (-not $location) {
        $location = 'CurrentUser'
        $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', $location)
    }

    $options = @(
        '--overwrite'
        '--certificate-store-name', 'My'
        '--certificate-store-location', $location
        '--certificate-fingerprint', $Certificate.GetCertHashString([Security.Cryptography.HashAlgorithmName]::SHA256)
    )
    if ($TimestampServer) {
        $options += '--timestamper', $TimestampServer
    }

    if (-not $PSCmdlet.ShouldProcess($Path -join ', ')) {
        return
    }

    try {
        if ($store) {
            $store.Open('ReadWrite')
            $store.Add($Certificate)
        }

        dotnet nuget sign @Path @options
        if ($LASTEXITCODE -ne 0) {
            throw "dotnet nuget sign ended with $LASTEXITCODE."
        }
    }
    finally {
        if ($store) {
            $store.Remove($Certificate)
            $store.Dispose()
        }
    }
}

function Write-Checksum {
    <#
    .SYNOPSIS
        In the format of sha256sum --check.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string[]] $Path,
        [Parameter(Mandatory)][string] $DestinationPath
    )

    $lines = $Path | ForEach-Object { '{0}  {1}' -f (Get-FileHash -LiteralPath $_ -Algorithm SHA256).Hash.ToLowerInvariant(), (Split-Path $_ -Leaf) }
    [IO.File]::WriteAllText($DestinationPath, ($lines -join "`n") + "`n")
}

Export-ModuleMember -Function Compress-ModuleFolder, Get-SigningCertificate, Set-ModuleSignature, Set-PackageSignature, Write-Checksum
