using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Architecture;

/// <summary>A built assembly from <c>src</c>, read without loading it.</summary>
internal sealed class BuiltAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public BuiltAssembly(string project, string framework = "net8.0", string? name = null)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        _file = new PEReader(File.OpenRead(Repository.PathOf("src", project, "bin", configuration, framework, $"{name ?? project}.dll")));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>The assemblies that it references.</summary>
    public IEnumerable<string> References => _metadata.AssemblyReferences.Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name));

    /// <summary>The string literals in its code.</summary>
    public IEnumerable<string> Texts
    {
        get
        {
            for (var handle = _metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = _metadata.GetNextHandle(handle))
            {
                yield return _metadata.GetUserString(handle);
            }
        }
    }

    /// <summary>Cycles of namespaces that depend on each other, each cycle once and sorted.</summary>
    public IEnumerable<string[]> Cycles()
    {
        var uses = NamespaceUses();
        var reached = uses.Keys.ToDictionary(name => name, name => Reached(name, uses));
        return uses.Keys
            .Where(name => reached[name].Contains(name))
            .Select(name => reached[name].Where(other => reached[other].Contains(name)).Order(StringComparer.Ordinal).ToArray())
            .DistinctBy(cycle => string.Join(' ', cycle));
    }

    public void Dispose() => _file.Dispose();

    private static HashSet<string> Reached(string name, Dictionary<string, HashSet<string>> uses)
    {
        var (reached, open) = (new HashSet<string>(), new Stack<string>(uses[name]));
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var other in uses[next])
                {
                    open.Push(other);
                }
            }
        }

        return reached;
    }

    private Dictionary<string, HashSet<string>> NamespaceUses()
    {
        var uses = _metadata.TypeDefinitions.Select(NamespaceOf).Distinct().ToDictionary(name => name, _ => new HashSet<string>());
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var (from, seen) = (NamespaceOf(handle), new HashSet<TypeDefinitionHandle>());
            CollectFrom(_metadata.GetTypeDefinition(handle), seen);
            uses[from].UnionWith(seen.Select(NamespaceOf).Where(to => to.Length > 0 && to != from));
        }

        return uses;
    }

    private string NamespaceOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? NamespaceOf(outer) : _metadata.GetString(type.Namespace);
    }

    private void CollectFrom(TypeDefinition type, HashSet<TypeDefinitionHandle> seen)
    {
        var types = new TypeCollector(seen);
        Collect(type.BaseType, types);
        foreach (var each in type.GetInterfaceImplementations())
        {
            Collect(_metadata.GetInterfaceImplementation(each).Interface, types);
        }

        foreach (var field in type.GetFields())
        {
            _metadata.GetFieldDefinition(field).DecodeSignature(types, null);
        }

        foreach (var each in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(each);
            method.DecodeSignature(types, null);
            if (method.RelativeVirtualAddress != 0)
            {
                CollectFrom(_file.GetMethodBody(method.RelativeVirtualAddress), types);
            }
        }
    }

    private void CollectFrom(MethodBodyBlock body, TypeCollector types)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(types, null);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            switch (OpCodeTable.Read(ref code).OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Collect(MetadataTokens.EntityHandle(code.ReadInt32()), types);
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private void Collect(EntityHandle handle, TypeCollector types)
    {
        switch (handle.IsNil ? default : handle.Kind)
        {
            case HandleKind.TypeDefinition:
                types.GetTypeFromDefinition(_metadata, (TypeDefinitionHandle)handle, 0);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(types, null);
                break;
            case HandleKind.FieldDefinition:
                Collect(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType(), types);
                break;
            case HandleKind.MethodDefinition:
                Collect(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType(), types);
                break;
            case HandleKind.MemberReference:
                Collect(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent, types);
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(types, null);
                Collect(method.Method, types);
                break;
        }
    }

    private static class OpCodeTable
    {
        private static readonly Dictionary<ushort, OpCode> s_byValue = typeof(OpCodes).GetFields()
            .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => (ushort)code.Value);

        public static OpCode Read(ref BlobReader code)
        {
            var first = code.ReadByte();
            return s_byValue[first == 0xFE ? (ushort)(first << 8 | code.ReadByte()) : first];
        }
    }

    /// <summary>Collects the types of the assembly itself that a signature names.</summary>
    private sealed class TypeCollector(HashSet<TypeDefinitionHandle> seen) : ISignatureTypeProvider<object?, object?>
    {
        public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            seen.Add(handle);
            return null;
        }

        public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => null;

        public object? GetArrayType(object? elementType, ArrayShape shape) => null;

        public object? GetByReferenceType(object? elementType) => null;

        public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

        public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

        public object? GetGenericMethodParameter(object? genericContext, int index) => null;

        public object? GetGenericTypeParameter(object? genericContext, int index) => null;

        public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

        public object? GetPinnedType(object? elementType) => null;

        public object? GetPointerType(object? elementType) => null;

        public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

        public object? GetSZArrayType(object? elementType) => null;
    }
}
