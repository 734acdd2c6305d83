using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace TradingPlatform.InfrastructureTests.Code;

/// <summary>The tokens that a method's instructions name: what it calls, makes and takes the address of.</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OpCode> Known = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => unchecked((int)(ushort)code.Value), code => code);

    /// <summary>Reads them, in order.</summary>
    public static IEnumerable<(OpCode Code, EntityHandle Token)> TokensOf(MethodBodyBlock body)
    {
        var bytes = body.GetILContent();
        for (var at = 0; at < bytes.Length;)
        {
            var code = Known[bytes[at] == 0xFE ? 0xFE00 | bytes[at + 1] : bytes[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return (code, MetadataTokens.EntityHandle(BitConverter.ToInt32(bytes.AsSpan(at, 4))));
            }

            at += code.OperandType == OperandType.InlineSwitch
                ? 4 + (4 * BitConverter.ToInt32(bytes.AsSpan(at, 4)))
                : SizeOf(code.OperandType);
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
