using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Codes of Binance's wallet, margin and savings calls, which can come from <c>/sapi</c>; their classes are those of
/// ccxt's public table. Codes that say no more than 'an error' stay unmapped.
/// </summary>
internal static class BinanceWalletErrors
{
    public static ExchangeErrorKind? Kind(int code) => code switch
    {
        400002 or -4013 or -4016 or -4046 or -9000
            or -3002 or -3004 or -3005 or -3006 or -3008 or -3010 or -3011 or -3013 or -3015 or -3017
            or -3020 or -3023 or -3024 or -3025 or -3027 or -3038 or -3042 or -4001 or -4002 or -4003
            or -4006 or -4008 or -4009 or -4010 or -4011 or -4014 or -4018 or -4019 or -4020 or -4021
            or -4023 or -4024 or -4025 or -4026 or -4028 or -4029 or -4032 or -4033 or -4034 or -4042
            or -4043 or -4045 or -4047 or -4049 or -4052 or -4053 or -4055 or -4058 or -4059 or -4062
            or -4067 or -4068 or -4082 or -4084 or -4086 or -4104 or -4138 or -5005 or -5008 or -5009
            or -5011 or -5021 or -5022 or -6001 or -6004 or -6005 or -6007 or -6014 or -6015 or -6016
            or -6019 or -6020 or -7002 or -10007 or -10008 or -10009 or -10010 or -10012 or -10017 or -10018
            or -10020 or -10022 or -10026 or -10030 or -10031 or -10034 or -10039 or -10040 or -10043
            or -10045 or -11008 or -13000 or -13001 or -13005 or -18003 or -18006 or -20121 or -20195
            or -21001 or -21002 or -21004 or -32603
            => ExchangeErrorKind.InvalidRequest,
        -4050 or -4051 or -6012 or -6018 or -10011
            => ExchangeErrorKind.InsufficientBalance,
        200003903 or -3018 or -3019 or -3022 or -3036 or -3043 or -4004 or -4007 or -4012 or -4015 or -4017
            or -4035 or -4036 or -4039 or -4044 or -4056 or -4057 or -6003 or -6017 or -13003 or -13007
            or -18005
            => ExchangeErrorKind.CredentialsInvalid,
        -3007 or -3029 or -3037 or -4027 or -4031 or -4037 or -4060 or -5010 or -6013 or -10001 or -10015
            or -10023 or -10041 or -21003 or -21006 or -21007
            => ExchangeErrorKind.Unavailable,
        -4005
            => ExchangeErrorKind.RateLimited,
        _ => null,
    };
}
