using System.Text;
using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>
/// Packs users into few bytes each: only what a judgement needs. A user with one identity takes about 70 bytes. One thread
/// packs; once it is done, any thread may unpack.
/// </summary>
internal sealed class CompactUsers
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private enum Form : byte
    {
        Missing,
        Short,
        Verbatim,
    }

    /// <param name="user">The user.</param>
    /// <param name="name">A name that is available when the user is unpacked, and need not be kept twice.</param>
    public byte[] Pack(CognitoUser user, string name)
    {
        using var packed = new MemoryStream();
        using var writer = new BinaryWriter(packed, Encoding.UTF8);
        WriteText(writer, user.Username == name ? null : user.Username);
        WriteSub(writer, user.Sub);
        WriteWord(writer, user.UserStatus);
        WriteFlag(writer, user.Enabled);
        WriteFlag(writer, user.HasVerifiedEmail);
        WriteFlag(writer, user.HasVerifiedPhone);
        WriteIdentities(writer, user);
        return packed.ToArray();
    }

    /// <summary>Unpacks a user. Identities contain only what judgements need.</summary>
    /// <param name="packed">The packed user.</param>
    /// <param name="name">The name that the user was packed with.</param>
    public CognitoUser Unpack(byte[] packed, string name)
    {
        using var reader = new BinaryReader(new MemoryStream(packed, writable: false), Encoding.UTF8);
        return new CognitoUser
        {
            Username = ReadText(reader) ?? name,
            Sub = ReadSub(reader),
            UserStatus = ReadWord(reader),
            Enabled = ReadFlag(reader),
            HasVerifiedEmail = ReadFlag(reader),
            HasVerifiedPhone = ReadFlag(reader),
            Identities = ReadIdentities(reader),
        };
    }

    private void WriteIdentities(BinaryWriter writer, CognitoUser user)
    {
        if (user.Identities is null)
        {
            writer.Write((byte)Form.Missing);
            return;
        }

        try
        {
            var entries = IdentitiesReader.Read(user);
            writer.Write((byte)Form.Short);
            writer.Write7BitEncodedInt(entries.Count);
            foreach (var entry in entries)
            {
                WriteWord(writer, entry.ProviderName);
                WriteWord(writer, entry.ProviderType);
                WriteFlag(writer, entry.Primary);
                writer.Write(entry.UserId);
            }
        }
        catch (UnlinkException)
        {
            // Kept as it is, so that the judgement can report what is wrong with it.
            writer.Write((byte)Form.Verbatim);
            writer.Write(user.Identities);
        }
    }

    private string? ReadIdentities(BinaryReader reader)
    {
        switch ((Form)reader.ReadByte())
        {
            case Form.Missing:
                return null;
            case Form.Verbatim:
                return reader.ReadString();
        }

        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                json.WriteStartObject();
                json.WriteString("providerName", ReadWord(reader));
                json.WriteString("providerType", ReadWord(reader));
                if (ReadFlag(reader) is { } primary)
                {
                    json.WriteBoolean("primary", primary);
                }

                json.WriteString("userId", reader.ReadString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void WriteSub(BinaryWriter writer, string? sub)
    {
        if (Guid.TryParseExact(sub, "D", out var uuid) && uuid.ToString() == sub)
        {
            writer.Write((byte)Form.Short);
            writer.Write(uuid.ToByteArray());
            return;
        }

        writer.Write((byte)(sub is null ? Form.Missing : Form.Verbatim));
        if (sub is not null)
        {
            writer.Write(sub);
        }
    }

    private static string? ReadSub(BinaryReader reader) => (Form)reader.ReadByte() switch
    {
        Form.Short => new Guid(reader.ReadBytes(16)).ToString(),
        Form.Verbatim => reader.ReadString(),
        _ => null,
    };

    // There are few statuses, providers and types, so each is kept once.
    private void WriteWord(BinaryWriter writer, string? word)
    {
        var number = 0;
        if (word is not null && !_numbers.TryGetValue(word, out number))
        {
            _words.Add(word);
            _numbers[word] = number = _words.Count;
        }

        writer.Write7BitEncodedInt(number);
    }

    private string? ReadWord(BinaryReader reader) => reader.Read7BitEncodedInt() is var number and > 0 ? _words[number - 1] : null;

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteFlag(BinaryWriter writer, bool? flag) => writer.Write(flag switch { null => (byte)0, false => (byte)1, true => (byte)2 });

    private static bool? ReadFlag(BinaryReader reader) => reader.ReadByte() switch { 1 => false, 2 => true, _ => null };
}
