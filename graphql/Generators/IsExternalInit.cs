namespace System.Runtime.CompilerServices;

/// <summary>netstandard2.0 has no such type, and the compiler wants it for records.</summary>
internal static class IsExternalInit;
