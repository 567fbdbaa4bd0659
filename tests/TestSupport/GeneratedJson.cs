using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CognitoUnlink.TestSupport;

/// <summary>Checks types whose JSON serializers are generated.</summary>
public static class GeneratedJson
{
    /// <summary>Properties whose default is lost if JSON does not mention them: with init, a generated serializer always sets them. <see href="https://github.com/dotnet/runtime/issues/84484"/></summary>
    public static IEnumerable<string> LostDefaults(Assembly assembly) =>
        from context in assembly.GetTypes()
        where context.IsSubclassOf(typeof(JsonSerializerContext))
        from info in context.GetProperties()
        where info.PropertyType.IsGenericType && info.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>)
        let type = info.PropertyType.GenericTypeArguments[0]
        where type.Namespace!.StartsWith("CognitoUnlink", StringComparison.Ordinal) && type.GetConstructor(Type.EmptyTypes) is not null
        let value = Activator.CreateInstance(type)
        from property in type.GetProperties()
        where IsInitOnly(property) && HasDefault(property, value)
        select $"{type}.{property.Name}";

    private static bool IsInitOnly(PropertyInfo property) => property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static bool HasDefault(PropertyInfo property, object? of) =>
        property.GetValue(of) is { } value && !(property.PropertyType.IsValueType && value.Equals(Activator.CreateInstance(property.PropertyType)));
}
