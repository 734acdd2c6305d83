using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// Bitget's codes by what they mean: its v2 tables, and the older ones that its gateways still use, whose classes are
/// those of ccxt's public table. Codes that say no more than 'an error' stay unmapped.
/// </summary>
internal static class BitgetErrorCodes
{
    /// <summary>Null for a code that is new to us.</summary>
    public static ExchangeErrorKind? Kind(string code) => code switch
    {
        "401" or "403" or "4010" or "22010" or "30001" or "30002" or "30003" or "30004" or "30006" or "30010" or
            "30011" or "30012" or "30013" or "30015" or "30022" or "30027" or "30028" or "30029" or "32001" or
            "32002" or "32028" or "32038" or "33001" or "33002" or "34016" or "34017" or "34018" or "34019" or
            "34020" or "34023" or "35005" or "36101" or "36102" or "36103" or "36104" or "36105" or "36106" or
            "36107" or "36109" or "36201" or "36202" or "40000" or "40001" or "40002" or "40003" or "40006" or
            "40009" or "40011" or "40012" or "40013" or "40014" or "40016" or "40018" or "40022" or "40023" or
            "40024" or "40025" or "40026" or "40027" or "40029" or "40031" or "40035" or "40036" or "40037" or
            "40038" or "40040" or "40041" or "40043" or "40100" or "40101" or "40111" or "40301" or "40506" or
            "40507" or "40916" or "43111" or "49003" or "50006" or "50007" or "59005" or "59006"
            => ExchangeErrorKind.CredentialsInvalid,
        "25202" or "25203" or "33003" or "33008" or "33017" or "34008" or "35025" or "35046" or "35047" or
            "35052" or "35055" or "36108" or "40711" or "40712" or "40754" or "40757" or "40762" or "40798" or
            "43012" or "43132" or "45002" or "45003" or "45005" or "45006" or "49023" or "50020" or "59011" or
            "59022" or "59042" or "60013"
            => ExchangeErrorKind.InsufficientBalance,
        "01002" or "22006" or "22007" or "22008" or "22009" or "32005" or "32006" or "33015" or "33024" or
            "33028" or "33029" or "35012" or "35014" or "35015" or "35020" or "35063" or "36221" or "36222" or
            "36223" or "36224" or "40706" or "40787" or "40808" or "40815" or "40816" or "40820" or "40821" or
            "41103" or "41117" or "43006" or "43007" or "43008" or "43009" or "43010" or "43027" or "43028" or
            "43037" or "43038" or "43039" or "43040" or "43041" or "43042" or "43125" or "45035" or "45103" or
            "45104" or "45110" or "45111" or "45112" or "45113" or "45114" or "45115" or "49024" or "49026" or
            "50014" or "50015" or "50016" or "50018" or "50019" or "50021" or "50046" or "50047"
            => ExchangeErrorKind.InstrumentRule,
        "400" or "404" or "405" or "415" or "00001" or "00171" or "00172" or "01001" or "13002" or "20001" or
            "22002" or "22003" or "22005" or "25227" or "30007" or "30017" or "30020" or "30021" or "30023" or
            "30024" or "30025" or "30031" or "30032" or "30033" or "31002" or "31003" or "31004" or "31005" or
            "31028" or "32007" or "32008" or "32009" or "32030" or "32031" or "32048" or "32050" or "32051" or
            "32055" or "32059" or "32060" or "32061" or "32062" or "32063" or "33013" or "33021" or "33022" or
            "33025" or "33027" or "33059" or "33060" or "34002" or "34021" or "35008" or "35010" or "35019" or
            "35021" or "35030" or "35031" or "35040" or "35049" or "35050" or "35059" or "35060" or "35061" or
            "35062" or "35064" or "35066" or "35067" or "35068" or "35069" or "35070" or "35071" or "35072" or
            "35073" or "35074" or "35075" or "35076" or "35077" or "35078" or "35079" or "35080" or "35081" or
            "35082" or "35083" or "35084" or "35085" or "35086" or "35087" or "35088" or "35089" or "35095" or
            "36001" or "36002" or "36203" or "36205" or "36206" or "36207" or "36208" or "36209" or "36210" or
            "36211" or "36212" or "36213" or "36217" or "36218" or "36219" or "36220" or "36225" or "36226" or
            "36227" or "36228" or "36229" or "36230" or "40007" or "40017" or "40019" or "40020" or "40034" or
            "40053" or "40056" or "40057" or "40058" or "40059" or "40072" or "40079" or "40102" or "40103" or
            "40108" or "40201" or "40203" or "40204" or "40205" or "40206" or "40207" or "40208" or "40209" or
            "40302" or "40303" or "40304" or "40305" or "40402" or "40403" or "40404" or "40405" or "40406" or
            "40409" or "40500" or "40700" or "40705" or "40707" or "40708" or "40709" or "40716" or "40724" or
            "40735" or "40736" or "40737" or "40738" or "40739" or "40740" or "40741" or "40742" or "40774" or
            "40811" or "40812" or "40813" or "40829" or "40830" or "40831" or "40832" or "40833" or "40834" or
            "40835" or "40836" or "40837" or "40838" or "40889" or "40915" or "40917" or "40924" or "40925" or
            "41002" or "41101" or "42072" or "43011" or "43013" or "43014" or "43015" or "43016" or "43029" or
            "43034" or "43035" or "43043" or "43058" or "43116" or "43117" or "43123" or "43130" or "45060" or
            "45061" or "45062" or "45064" or "45065" or "45066" or "45067" or "45122" or "48001" or "48002" or
            "50001" or "50002" or "50003" or "50011" or "50017" or "50026" or "50032" or "59013" or "59014" or
            "60006" or "70006" or "70007" or "70008" or "70101" or "70103" or "70104" or "80001" or "400172"
            => ExchangeErrorKind.InvalidRequest,
        "25212" or "40786" or "43118" or "45034" or "50060"
            => ExchangeErrorKind.DuplicateOrder,
        "22001" or "24056" or "25204" or "31007" or "33014" or "35029" or "36216" or "40109" or "40768" or
            "40819" or "43001" or "43025" or "45057" or "80011"
            => ExchangeErrorKind.OrderNotFound,
        "22004" or "40308" or "40309" or "40824" or "40844" or "40845" or "41113" or "41114" or "43115" or
            "43119" or "43120" or "45123" or "50004" or "50025" or "50027" or "50028" or "50030"
            => ExchangeErrorKind.MarketClosed,
        "429" or "1001" or "30014" or "30026" or "40723" or "40761" or "43005" or "43128" or "45091" or "45118"
            or "50009" or "50048"
            => ExchangeErrorKind.RateLimited,
        "30005" or "40004" or "40005" or "40008" or "40078" or "40911"
            => ExchangeErrorKind.ClockSkew,
        "1" or "500" or "19000" or "30008" or "30019" or "30030" or "30036" or "30037" or "30038" or "31027" or
            "40010" or "40015" or "40200" or "40400" or "40604" or "40725" or "40846" or "40910" or "43059" or
            "45001" or "49040" or "50008" or "50010" or "50031" or "59021" or "59046" or "80002"
            => ExchangeErrorKind.Unavailable,
        _ => null,
    };
}
