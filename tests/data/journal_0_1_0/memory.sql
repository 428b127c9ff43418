SET check_function_bodies = false;
CREATE SCHEMA memkit_0_1_0;
CREATE FUNCTION memkit_0_1_0.events_are_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF current_setting('memkit.resetting', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'events are append-only';
    END IF;
    RETURN NULL;
END;
$$;
CREATE FUNCTION memkit_0_1_0.memkit_casefold(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN (octet_length(text) = char_length(text)) THEN lower((text COLLATE "C")) ELSE replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(translate(text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZµÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽſƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͅͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫςϏϐϑϕϖϘϚϜϞϠϢϤϦϨϪϬϮϰϱϴϵϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍᏸᏹᏺᏻᏼᏽᲀᲁᲂᲃᲄᲅᲆᲇᲈᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẛẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫὬὭὮὯᾸᾹᾺΆιῈΈῊΉῘῙῚΊῨῩῪΎῬῸΌῺΏΩKÅℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟐꟖꟘꟵꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼꮽꮾꮿＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧𐒰𐒱𐒲𐒳𐒴𐒵𐒶𐒷𐒸𐒹𐒺𐒻𐒼𐒽𐒾𐒿𐓀𐓁𐓂𐓃𐓄𐓅𐓆𐓇𐓈𐓉𐓊𐓋𐓌𐓍𐓎𐓏𐓐𐓑𐓒𐓓𐕰𐕱𐕲𐕳𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐲀𐲁𐲂𐲃𐲄𐲅𐲆𐲇𐲈𐲉𐲊𐲋𐲌𐲍𐲎𐲏𐲐𐲑𐲒𐲓𐲔𐲕𐲖𐲗𐲘𐲙𐲚𐲛𐲜𐲝𐲞𐲟𐲠𐲡𐲢𐲣𐲤𐲥𐲦𐲧𐲨𐲩𐲪𐲫𐲬𐲭𐲮𐲯𐲰𐲱𐲲𑢠𑢡𑢢𑢣𑢤𑢥𑢦𑢧𑢨𑢩𑢪𑢫𑢬𑢭𑢮𑢯𑢰𑢱𑢲𑢳𑢴𑢵𑢶𑢷𑢸𑢹𑢺𑢻𑢼𑢽𑢾𑢿𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡'::text, 'abcdefghijklmnopqrstuvwxyzμàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžsɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏιͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋσϗβθφπϙϛϝϟϡϣϥϧϩϫϭϯκρθεϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭᏰᏱᏲᏳᏴᏵвдосттъѣꙋაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕṡạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣὤὥὦὧᾰᾱὰάιὲέὴήῐῑὶίῠῡὺύῥὸόὼώωkåⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊꟑꟗꟙꟶᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏𐓘𐓙𐓚𐓛𐓜𐓝𐓞𐓟𐓠𐓡𐓢𐓣𐓤𐓥𐓦𐓧𐓨𐓩𐓪𐓫𐓬𐓭𐓮𐓯𐓰𐓱𐓲𐓳𐓴𐓵𐓶𐓷𐓸𐓹𐓺𐓻𐖗𐖘𐖙𐖚𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐳀𐳁𐳂𐳃𐳄𐳅𐳆𐳇𐳈𐳉𐳊𐳋𐳌𐳍𐳎𐳏𐳐𐳑𐳒𐳓𐳔𐳕𐳖𐳗𐳘𐳙𐳚𐳛𐳜𐳝𐳞𐳟𐳠𐳡𐳢𐳣𐳤𐳥𐳦𐳧𐳨𐳩𐳪𐳫𐳬𐳭𐳮𐳯𐳰𐳱𐳲𑣀𑣁𑣂𑣃𑣄𑣅𑣆𑣇𑣈𑣉𑣊𑣋𑣌𑣍𑣎𑣏𑣐𑣑𑣒𑣓𑣔𑣕𑣖𑣗𑣘𑣙𑣚𑣛𑣜𑣝𑣞𑣟𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃'::text), 'ß'::text, 'ss'::text), 'İ'::text, 'i̇'::text), 'ŉ'::text, 'ʼn'::text), 'ǰ'::text, 'ǰ'::text), 'ΐ'::text, 'ΐ'::text), 'ΰ'::text, 'ΰ'::text), 'և'::text, 'եւ'::text), 'ẖ'::text, 'ẖ'::text), 'ẗ'::text, 'ẗ'::text), 'ẘ'::text, 'ẘ'::text), 'ẙ'::text, 'ẙ'::text), 'ẚ'::text, 'aʾ'::text), 'ẞ'::text, 'ss'::text), 'ὐ'::text, 'ὐ'::text), 'ὒ'::text, 'ὒ'::text), 'ὔ'::text, 'ὔ'::text), 'ὖ'::text, 'ὖ'::text), 'ᾀ'::text, 'ἀι'::text), 'ᾁ'::text, 'ἁι'::text), 'ᾂ'::text, 'ἂι'::text), 'ᾃ'::text, 'ἃι'::text), 'ᾄ'::text, 'ἄι'::text), 'ᾅ'::text, 'ἅι'::text), 'ᾆ'::text, 'ἆι'::text), 'ᾇ'::text, 'ἇι'::text), 'ᾈ'::text, 'ἀι'::text), 'ᾉ'::text, 'ἁι'::text), 'ᾊ'::text, 'ἂι'::text), 'ᾋ'::text, 'ἃι'::text), 'ᾌ'::text, 'ἄι'::text), 'ᾍ'::text, 'ἅι'::text), 'ᾎ'::text, 'ἆι'::text), 'ᾏ'::text, 'ἇι'::text), 'ᾐ'::text, 'ἠι'::text), 'ᾑ'::text, 'ἡι'::text), 'ᾒ'::text, 'ἢι'::text), 'ᾓ'::text, 'ἣι'::text), 'ᾔ'::text, 'ἤι'::text), 'ᾕ'::text, 'ἥι'::text), 'ᾖ'::text, 'ἦι'::text), 'ᾗ'::text, 'ἧι'::text), 'ᾘ'::text, 'ἠι'::text), 'ᾙ'::text, 'ἡι'::text), 'ᾚ'::text, 'ἢι'::text), 'ᾛ'::text, 'ἣι'::text), 'ᾜ'::text, 'ἤι'::text), 'ᾝ'::text, 'ἥι'::text), 'ᾞ'::text, 'ἦι'::text), 'ᾟ'::text, 'ἧι'::text), 'ᾠ'::text, 'ὠι'::text), 'ᾡ'::text, 'ὡι'::text), 'ᾢ'::text, 'ὢι'::text), 'ᾣ'::text, 'ὣι'::text), 'ᾤ'::text, 'ὤι'::text), 'ᾥ'::text, 'ὥι'::text), 'ᾦ'::text, 'ὦι'::text), 'ᾧ'::text, 'ὧι'::text), 'ᾨ'::text, 'ὠι'::text), 'ᾩ'::text, 'ὡι'::text), 'ᾪ'::text, 'ὢι'::text), 'ᾫ'::text, 'ὣι'::text), 'ᾬ'::text, 'ὤι'::text), 'ᾭ'::text, 'ὥι'::text), 'ᾮ'::text, 'ὦι'::text), 'ᾯ'::text, 'ὧι'::text), 'ᾲ'::text, 'ὰι'::text), 'ᾳ'::text, 'αι'::text), 'ᾴ'::text, 'άι'::text), 'ᾶ'::text, 'ᾶ'::text), 'ᾷ'::text, 'ᾶι'::text), 'ᾼ'::text, 'αι'::text), 'ῂ'::text, 'ὴι'::text), 'ῃ'::text, 'ηι'::text), 'ῄ'::text, 'ήι'::text), 'ῆ'::text, 'ῆ'::text), 'ῇ'::text, 'ῆι'::text), 'ῌ'::text, 'ηι'::text), 'ῒ'::text, 'ῒ'::text), 'ΐ'::text, 'ΐ'::text), 'ῖ'::text, 'ῖ'::text), 'ῗ'::text, 'ῗ'::text), 'ῢ'::text, 'ῢ'::text), 'ΰ'::text, 'ΰ'::text), 'ῤ'::text, 'ῤ'::text), 'ῦ'::text, 'ῦ'::text), 'ῧ'::text, 'ῧ'::text), 'ῲ'::text, 'ὼι'::text), 'ῳ'::text, 'ωι'::text), 'ῴ'::text, 'ώι'::text), 'ῶ'::text, 'ῶ'::text), 'ῷ'::text, 'ῶι'::text), 'ῼ'::text, 'ωι'::text), 'ﬀ'::text, 'ff'::text), 'ﬁ'::text, 'fi'::text), 'ﬂ'::text, 'fl'::text), 'ﬃ'::text, 'ffi'::text), 'ﬄ'::text, 'ffl'::text), 'ﬅ'::text, 'st'::text), 'ﬆ'::text, 'st'::text), 'ﬓ'::text, 'մն'::text), 'ﬔ'::text, 'մե'::text), 'ﬕ'::text, 'մի'::text), 'ﬖ'::text, 'վն'::text), 'ﬗ'::text, 'մխ'::text) END;
CREATE FUNCTION memkit_0_1_0.memkit_instant(text text) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
DECLARE
    found text[] := regexp_match(
        text,
        '^([0-9]{4})-([0-9]{2})-([0-9]{2})'
        '(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?'
        '(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?)?$'
    );
    year int := found[1]; month int := found[2]; day int := found[3];
    hour int := coalesce(found[4], '0'); minute int := coalesce(found[5], '0');
    second int := coalesce(found[6], '0'); fraction int := rpad(coalesce(found[7], ''), 6, '0');
    offset_hour int := coalesce(found[10], '0'); offset_minute int := coalesce(found[11], '0');
    leap bool := year % 4 = 0 AND (year % 100 != 0 OR year % 400 = 0);
    days int := CASE month WHEN 2 THEN 28 + leap::int WHEN 4 THEN 30 WHEN 6 THEN 30
        WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END;
    seconds bigint;
BEGIN
    IF found IS NULL OR year < 1 OR month NOT BETWEEN 1 AND 12 OR day < 1 OR hour > 23
        OR minute > 59 OR second > 59 OR offset_hour > 23 OR offset_minute > 59 OR day > days
    THEN
        RETURN NULL;
    END IF;
    seconds := (make_date(year, month, day) - date '1970-01-01')::bigint * 86400
        + hour * 3600 + minute * 60 + second
        - (offset_hour * 3600 + offset_minute * 60) * CASE found[9] WHEN '-' THEN -1 ELSE 1 END;
    RETURN seconds * 1000000 + fraction;
END;
$_$;
CREATE TABLE memkit_0_1_0.derived (
    key text NOT NULL COLLATE pg_catalog."C",
    value bytea NOT NULL,
    used bigint NOT NULL
);
ALTER TABLE ONLY memkit_0_1_0.derived ALTER COLUMN value SET STORAGE EXTERNAL;
CREATE TABLE memkit_0_1_0.events (
    seq bigint NOT NULL,
    key bigint NOT NULL,
    scope_id bigint NOT NULL,
    event text NOT NULL,
    old_text_id bigint,
    old_metadata text COLLATE pg_catalog."C",
    old_state text COLLATE pg_catalog."C",
    new_text_id bigint,
    new_metadata text COLLATE pg_catalog."C",
    new_state text COLLATE pg_catalog."C",
    actor text COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    batch_id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    CONSTRAINT events_event_check CHECK ((event = ANY (ARRAY['ADD'::text, 'UPDATE'::text, 'DELETE'::text])))
);
CREATE TABLE memkit_0_1_0.followers (
    name text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    vectors bigint NOT NULL
);
CREATE TABLE memkit_0_1_0.head (
    journal_id text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT 0 NOT NULL,
    events bigint DEFAULT 0 NOT NULL,
    keys bigint DEFAULT 0 NOT NULL,
    texts bigint DEFAULT 0 NOT NULL,
    vectors bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='10');
CREATE TABLE memkit_0_1_0.ids (
    key bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE memkit_0_1_0.memkit_format (
    role text NOT NULL,
    version integer NOT NULL
);
CREATE TABLE memkit_0_1_0.memories (
    key bigint NOT NULL,
    scope_id bigint NOT NULL,
    text_id bigint NOT NULL,
    speaker text NOT NULL COLLATE pg_catalog."C",
    follows bigint,
    type text NOT NULL COLLATE pg_catalog."C",
    role text COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    metadata text NOT NULL COLLATE pg_catalog."C",
    fields jsonb NOT NULL,
    folded_fields jsonb,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    occurred_at bigint,
    expires_at bigint,
    seq bigint NOT NULL,
    length integer NOT NULL
);
CREATE TABLE memkit_0_1_0.ratings (
    query text NOT NULL COLLATE pg_catalog."C",
    memory_id text NOT NULL COLLATE pg_catalog."C",
    relevant boolean NOT NULL,
    at bigint NOT NULL,
    actor text COLLATE pg_catalog."C"
);
CREATE TABLE memkit_0_1_0.scopes (
    id bigint NOT NULL,
    user_id text COLLATE pg_catalog."C",
    agent_id text COLLATE pg_catalog."C",
    app_id text COLLATE pg_catalog."C",
    run_id text COLLATE pg_catalog."C",
    hash bytea NOT NULL
);
ALTER TABLE memkit_0_1_0.scopes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME memkit_0_1_0.scopes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE memkit_0_1_0.spaces (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    config text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    dim integer NOT NULL,
    normalized boolean NOT NULL,
    fingerprint bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    is_default boolean NOT NULL
);
ALTER TABLE memkit_0_1_0.spaces ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME memkit_0_1_0.spaces_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE memkit_0_1_0.texts (
    id bigint NOT NULL,
    hash bytea NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    folded text COLLATE pg_catalog."C",
    terms tsvector NOT NULL,
    length integer NOT NULL
);
CREATE TABLE memkit_0_1_0.vectors (
    id bigint NOT NULL,
    space_id bigint NOT NULL,
    text_id bigint NOT NULL,
    vector bytea NOT NULL
);
ALTER TABLE ONLY memkit_0_1_0.vectors ALTER COLUMN vector SET STORAGE EXTERNAL;
INSERT INTO memkit_0_1_0.events VALUES (1, 1, 1, 'ADD', NULL, NULL, NULL, 1, '{"city":"Berlin","n":1}', '["semantic",null,null,1750000000001000,1750000000001000,1714521600000000,null,1,"",null]', 'maker', 'she said so', '01977420-dc01-7000-8000-000000000001', 1750000000001000);
INSERT INTO memkit_0_1_0.events VALUES (2, 2, 1, 'ADD', NULL, NULL, NULL, 2, '{}', '["semantic",null,null,1750000000002000,1750000000002000,null,32472180000000000,2,"",null]', 'maker', NULL, '01977420-dc02-7000-8000-000000000003', 1750000000002000);
INSERT INTO memkit_0_1_0.events VALUES (3, 3, 2, 'ADD', NULL, NULL, NULL, 3, '{}', '["episodic",null,null,1750000000003000,1750000000003000,null,null,3,"",null]', 'maker', NULL, '01977420-dc03-7000-8000-000000000005', 1750000000003000);
INSERT INTO memkit_0_1_0.events VALUES (4, 4, 3, 'ADD', NULL, NULL, NULL, 4, '{"city":"Oslo","deep":{"er":[1,2.5,null,true,"x"]}}', '["semantic","user","Ann",1750000000004000,1750000000004000,null,null,4,"[\"user\",\"Ann\"]",null]', 'maker', NULL, '01977420-dc04-7000-8000-000000000007', 1750000000004000);
INSERT INTO memkit_0_1_0.events VALUES (5, 5, 3, 'ADD', NULL, NULL, NULL, 5, '{"city":"Oslo","deep":{"er":[1,2.5,null,true,"x"]}}', '["semantic","assistant",null,1750000000004000,1750000000004000,1735776000000000,null,5,"[\"assistant\",null]",4]', 'maker', NULL, '01977420-dc04-7000-8000-000000000007', 1750000000004000);
INSERT INTO memkit_0_1_0.events VALUES (6, 6, 3, 'ADD', NULL, NULL, NULL, 6, '{"city":"Oslo","deep":{"er":[1,2.5,null,true,"x"]}}', '["semantic","user",null,1750000000004000,1750000000004000,null,null,6,"",5]', 'maker', NULL, '01977420-dc04-7000-8000-000000000007', 1750000000004000);
INSERT INTO memkit_0_1_0.events VALUES (7, 1, 1, 'UPDATE', 1, '{"city":"Berlin","n":1}', '["semantic",null,null,1750000000001000,1750000000001000,1714521600000000,null,1,"",null]', 7, '{"city":"Zürich"}', '["semantic",null,null,1750000000001000,1750000000005000,1714521600000000,null,7,"",null]', 'maker', 'moved', '01977420-dc05-7000-8000-00000000000b', 1750000000005000);
INSERT INTO memkit_0_1_0.events VALUES (8, 7, 4, 'ADD', NULL, NULL, NULL, 8, '{"straße":"ﬀ ẞ İ","nul":"a\u0000b","big":1152921504606846976,"1e300":1e+300}', '["procedural",null,null,1750000000006000,1750000000006000,null,null,8,"",null]', 'maker', NULL, '01977420-dc06-7000-8000-00000000000c', 1750000000006000);
INSERT INTO memkit_0_1_0.events VALUES (9, 2, 1, 'UPDATE', 2, '{}', '["semantic",null,null,1750000000002000,1750000000002000,null,32472180000000000,2,"",null]', 2, '{}', '["semantic",null,null,1750000000002000,1750000000007000,1740808800000000,null,9,"",null]', 'maker', NULL, '01977420-dc07-7000-8000-00000000000e', 1750000000007000);
INSERT INTO memkit_0_1_0.events VALUES (10, 1, 1, 'UPDATE', 7, '{"city":"Zürich"}', '["semantic",null,null,1750000000001000,1750000000005000,1714521600000000,null,7,"",null]', 7, '{"tags":["food","home"]}', '["semantic",null,null,1750000000001000,1750000000008000,1714521600000000,null,10,"",null]', 'maker', NULL, '01977420-dc08-7000-8000-00000000000f', 1750000000008000);
INSERT INTO memkit_0_1_0.events VALUES (11, 2, 1, 'UPDATE', 2, '{}', '["semantic",null,null,1750000000002000,1750000000007000,1740808800000000,null,9,"",null]', 2, '{"tags":["food","home"]}', '["semantic",null,null,1750000000002000,1750000000008000,1740808800000000,null,11,"",null]', 'maker', NULL, '01977420-dc08-7000-8000-00000000000f', 1750000000008000);
INSERT INTO memkit_0_1_0.events VALUES (12, 3, 2, 'DELETE', 3, '{}', '["episodic",null,null,1750000000003000,1750000000003000,null,null,3,"",null]', NULL, NULL, NULL, 'maker', 'done', '01977420-dc09-7000-8000-000000000010', 1750000000009000);
INSERT INTO memkit_0_1_0.events VALUES (13, 3, 2, 'ADD', NULL, NULL, NULL, 3, '{}', '["episodic",null,null,1750000000003000,1750000000010000,null,null,13,"",null]', 'maker', 'undo of event 12', '01977420-dc0a-7000-8000-000000000011', 1750000000010000);
INSERT INTO memkit_0_1_0.events VALUES (14, 8, 1, 'ADD', NULL, NULL, NULL, 9, '{}', '["semantic",null,null,1750000000011000,1750000000011000,null,1750032000000000,14,"",null]', 'maker', NULL, '01977420-dc0b-7000-8000-000000000012', 1750000000011000);
INSERT INTO memkit_0_1_0.events VALUES (15, 8, 1, 'UPDATE', 9, '{}', '["semantic",null,null,1750000000011000,1750000000011000,null,1750032000000000,14,"",null]', 9, '{"again":true}', '["semantic",null,null,1750000000011000,1750259200012000,null,null,15,"",null]', 'maker', NULL, '01978393-f00c-7000-8000-000000000014', 1750259200012000);
INSERT INTO memkit_0_1_0.events VALUES (16, 9, 1, 'ADD', NULL, NULL, NULL, 10, '{}', '["semantic","user",null,1750259200013000,1750259200013000,null,null,16,"",null]', 'maker', NULL, '01978393-f00d-7000-8000-000000000015', 1750259200013000);
INSERT INTO memkit_0_1_0.events VALUES (17, 10, 1, 'ADD', NULL, NULL, NULL, 11, '{}', '["semantic","user",null,1750259200013000,1750259200013000,null,null,17,"",9]', 'maker', NULL, '01978393-f00d-7000-8000-000000000015', 1750259200013000);
INSERT INTO memkit_0_1_0.events VALUES (18, 10, 1, 'UPDATE', 11, '{}', '["semantic","user",null,1750259200013000,1750259200013000,null,null,17,"",9]', 11, '{"tags":["food"],"sure":0.5}', '["semantic","user",null,1750259200013000,1750259200014000,null,null,18,"",9]', 'maker', NULL, '01978393-f00e-7000-8000-000000000018', 1750259200014000);
INSERT INTO memkit_0_1_0.events VALUES (19, 10, 1, 'DELETE', 11, '{"tags":["food"],"sure":0.5}', '["semantic","user",null,1750259200013000,1750259200014000,null,null,18,"",9]', NULL, NULL, NULL, 'maker', 'merged into 01978393-f00d-7000-8000-000000000016', '01978393-f00f-7000-8000-000000000019', 1750259200015000);
INSERT INTO memkit_0_1_0.events VALUES (20, 9, 1, 'UPDATE', 10, '{}', '["semantic","user",null,1750259200013000,1750259200013000,null,null,16,"",null]', 12, '{"tags":["food"],"sure":0.5}', '["semantic","user",null,1750259200013000,1750259200015000,null,null,20,"",null]', 'maker', 'merged into 01978393-f00d-7000-8000-000000000016', '01978393-f00f-7000-8000-000000000019', 1750259200015000);
INSERT INTO memkit_0_1_0.events VALUES (21, 11, 5, 'ADD', NULL, NULL, NULL, 13, '{"id":"x","memory":1}', '["semantic",null,null,1750259200016000,1750259200016000,null,null,21,"",null]', 'maker', NULL, '01978393-f010-7000-8000-00000000001a', 1750259200016000);
INSERT INTO memkit_0_1_0.events VALUES (22, 11, 5, 'DELETE', 13, '{"id":"x","memory":1}', '["semantic",null,null,1750259200016000,1750259200016000,null,null,21,"",null]', NULL, NULL, NULL, 'maker', NULL, '01978393-f012-7000-8000-00000000001c', 1750259200018000);
INSERT INTO memkit_0_1_0.events VALUES (23, 11, 5, 'ADD', NULL, NULL, NULL, 13, '{}', '["semantic",null,null,1750259200019000,1750259200019000,null,null,23,"",null]', 'maker', NULL, '01978393-f013-7000-8000-00000000001d', 1750259200019000);
INSERT INTO memkit_0_1_0.events VALUES (24, 12, 6, 'ADD', NULL, NULL, NULL, 14, '{"category":"visit"}', '["semantic","tool",null,1000000000000000,1750259200019000,null,null,24,"[\"tool\",null]",null]', 'maker', NULL, '01978393-f013-7000-8000-00000000001d', 1750259200019000);
INSERT INTO memkit_0_1_0.events VALUES (25, 7, 4, 'DELETE', 8, '{"straße":"ﬀ ẞ İ","nul":"a\u0000b","big":1152921504606846976,"1e300":1e+300}', '["procedural",null,null,1750000000006000,1750000000006000,null,null,8,"",null]', NULL, NULL, NULL, 'maker', NULL, '01978393-f015-7000-8000-00000000001f', 1750259200021000);
INSERT INTO memkit_0_1_0.events VALUES (26, 1, 1, 'UPDATE', 7, '{"tags":["food","home"]}', '["semantic",null,null,1750000000001000,1750000000008000,1714521600000000,null,10,"",null]', 7, '{"city":"Zürich"}', '["semantic",null,null,1750000000001000,1750259200022000,1714521600000000,null,26,"",null]', 'maker', 'undo of events 7, 10', '01978393-f016-7000-8000-000000000020', 1750259200022000);
INSERT INTO memkit_0_1_0.events VALUES (27, 1, 1, 'UPDATE', 7, '{"city":"Zürich"}', '["semantic",null,null,1750000000001000,1750259200022000,1714521600000000,null,26,"",null]', 1, '{"city":"Berlin","n":1}', '["semantic",null,null,1750000000001000,1750259200022000,1714521600000000,null,27,"",null]', 'maker', 'undo of events 7, 10', '01978393-f016-7000-8000-000000000020', 1750259200022000);
INSERT INTO memkit_0_1_0.events VALUES (28, 8, 1, 'UPDATE', 9, '{"again":true}', '["semantic",null,null,1750000000011000,1750259200012000,null,null,15,"",null]', 9, '{}', '["semantic",null,null,1750000000011000,1750259200025000,null,null,28,"",null]', 'maker', NULL, '01978393-f019-7000-8000-000000000021', 1750259200025000);
INSERT INTO memkit_0_1_0.events VALUES (29, 13, 6, 'ADD', NULL, NULL, NULL, 15, '{}', '["semantic",null,null,1750259200026000,1750259200026000,null,null,29,"",null]', 'maker', NULL, '01978393-f01a-7000-8000-000000000022', 1750259200026000);
INSERT INTO memkit_0_1_0.events VALUES (30, 13, 6, 'DELETE', 15, '{}', '["semantic",null,null,1750259200026000,1750259200026000,null,null,29,"",null]', NULL, NULL, NULL, 'maker', NULL, '01978393-f01b-7000-8000-000000000024', 1750259200027000);
INSERT INTO memkit_0_1_0.head VALUES ('0f0a747fd59f4b2ebd53fa4ad7a9bb26', 30, 30, 13, 15, 30);
INSERT INTO memkit_0_1_0.ids VALUES (1, '01977420-dc01-7000-8000-000000000002');
INSERT INTO memkit_0_1_0.ids VALUES (2, '01977420-dc02-7000-8000-000000000004');
INSERT INTO memkit_0_1_0.ids VALUES (3, '01977420-dc03-7000-8000-000000000006');
INSERT INTO memkit_0_1_0.ids VALUES (4, '01977420-dc04-7000-8000-000000000008');
INSERT INTO memkit_0_1_0.ids VALUES (5, '01977420-dc04-7000-8000-000000000009');
INSERT INTO memkit_0_1_0.ids VALUES (6, '01977420-dc04-7000-8000-00000000000a');
INSERT INTO memkit_0_1_0.ids VALUES (7, '01977420-dc06-7000-8000-00000000000d');
INSERT INTO memkit_0_1_0.ids VALUES (8, '01977420-dc0b-7000-8000-000000000013');
INSERT INTO memkit_0_1_0.ids VALUES (9, '01978393-f00d-7000-8000-000000000016');
INSERT INTO memkit_0_1_0.ids VALUES (10, '01978393-f00d-7000-8000-000000000017');
INSERT INTO memkit_0_1_0.ids VALUES (11, '01978393-f010-7000-8000-00000000001b');
INSERT INTO memkit_0_1_0.ids VALUES (12, '01978393-f013-7000-8000-00000000001e');
INSERT INTO memkit_0_1_0.ids VALUES (13, '01978393-f01a-7000-8000-000000000023');
INSERT INTO memkit_0_1_0.memkit_format VALUES ('journal', 1);
INSERT INTO memkit_0_1_0.memories VALUES (4, 3, 4, '["user","Ann"]', NULL, 'semantic', 'user', 'Ann', '{"city":"Oslo","deep":{"er":[1,2.5,null,true,"x"]}}', '{"city": "Oslo", "deep": {"er": [1, 2.5, null, true, "x"]}}', NULL, 1750000000004000, 1750000000004000, NULL, NULL, 4, 4);
INSERT INTO memkit_0_1_0.memories VALUES (5, 3, 5, '["assistant",null]', 4, 'semantic', 'assistant', NULL, '{"city":"Oslo","deep":{"er":[1,2.5,null,true,"x"]}}', '{"city": "Oslo", "deep": {"er": [1, 2.5, null, true, "x"]}}', NULL, 1750000000004000, 1750000000004000, 1735776000000000, NULL, 5, 4);
INSERT INTO memkit_0_1_0.memories VALUES (6, 3, 6, '', 5, 'semantic', 'user', NULL, '{"city":"Oslo","deep":{"er":[1,2.5,null,true,"x"]}}', '{"city": "Oslo", "deep": {"er": [1, 2.5, null, true, "x"]}}', NULL, 1750000000004000, 1750000000004000, NULL, NULL, 6, 5);
INSERT INTO memkit_0_1_0.memories VALUES (2, 1, 2, '', NULL, 'semantic', NULL, NULL, '{"tags":["food","home"]}', '{"tags": ["food", "home"]}', NULL, 1750000000002000, 1750000000008000, 1740808800000000, NULL, 11, 3);
INSERT INTO memkit_0_1_0.memories VALUES (3, 2, 3, '', NULL, 'episodic', NULL, NULL, '{}', '{}', NULL, 1750000000003000, 1750000000010000, NULL, NULL, 13, 4);
INSERT INTO memkit_0_1_0.memories VALUES (9, 1, 12, '', NULL, 'semantic', 'user', NULL, '{"tags":["food"],"sure":0.5}', '{"sure": 0.5, "tags": ["food"]}', NULL, 1750259200013000, 1750259200015000, NULL, NULL, 20, 5);
INSERT INTO memkit_0_1_0.memories VALUES (11, 5, 13, '', NULL, 'semantic', NULL, NULL, '{}', '{}', NULL, 1750259200019000, 1750259200019000, NULL, NULL, 23, 3);
INSERT INTO memkit_0_1_0.memories VALUES (12, 6, 14, '["tool",null]', NULL, 'semantic', 'tool', NULL, '{"category":"visit"}', '{"category": "visit"}', NULL, 1000000000000000, 1750259200019000, NULL, NULL, 24, 3);
INSERT INTO memkit_0_1_0.memories VALUES (1, 1, 1, '', NULL, 'semantic', NULL, NULL, '{"city":"Berlin","n":1}', '{"n": 1, "city": "Berlin"}', NULL, 1750000000001000, 1750259200022000, 1714521600000000, NULL, 27, 4);
INSERT INTO memkit_0_1_0.memories VALUES (8, 1, 9, '', NULL, 'semantic', NULL, NULL, '{}', '{}', NULL, 1750000000011000, 1750259200025000, NULL, NULL, 28, 4);
INSERT INTO memkit_0_1_0.ratings VALUES ('東京', '01977420-dc06-7000-8000-00000000000d', true, 1750259200020000, 'maker');
INSERT INTO memkit_0_1_0.ratings VALUES ('where does Alice live', '01977420-dc01-7000-8000-000000000002', true, 1750259200023000, 'maker');
INSERT INTO memkit_0_1_0.ratings VALUES ('tea or coffee', '01977420-dc02-7000-8000-000000000004', false, 1750259200024000, 'maker');
INSERT INTO memkit_0_1_0.scopes OVERRIDING SYSTEM VALUE VALUES (1, 'alice', NULL, NULL, NULL, '\xb2749e78d49ee0e4a1db0c2ba8c7d260');
INSERT INTO memkit_0_1_0.scopes OVERRIDING SYSTEM VALUE VALUES (2, 'alice', NULL, NULL, 'r1', '\x013eba1b876a2d327f254c9514b2d488');
INSERT INTO memkit_0_1_0.scopes OVERRIDING SYSTEM VALUE VALUES (3, 'bob', 'helper', 'desk', 'r1', '\xc57865fb306946009efe60320133d470');
INSERT INTO memkit_0_1_0.scopes OVERRIDING SYSTEM VALUE VALUES (4, 'アリス', NULL, NULL, NULL, '\x6a8b8e20eceb5e13d309e8c6ababef29');
INSERT INTO memkit_0_1_0.scopes OVERRIDING SYSTEM VALUE VALUES (5, 'carol', NULL, NULL, NULL, '\x5049f51e230d59673b469f1c48e78fe6');
INSERT INTO memkit_0_1_0.scopes OVERRIDING SYSTEM VALUE VALUES (6, 'dave', NULL, NULL, NULL, '\x2563d819f97aa626cb42cfd33448544c');
INSERT INTO memkit_0_1_0.spaces OVERRIDING SYSTEM VALUE VALUES (1, 'hash', 'hash', '{"dim":32}', 'hash-32-v1', 32, true, '\x000000000000000000000000000000000000000030a3f4bd930357be935498be30a3f4bd00000000aac188be30a3f4bd53b967be981ba4be30a3f43d30a3f43d8d57363e7be7a73e8d5736bd8d5736bdaac1083e6db2bebe53efbd3daac108be30a3f43d000000008d57b6beaac1883eaac1083e30a3f4bd0000000000000000', 'ready', true);
INSERT INTO memkit_0_1_0.spaces OVERRIDING SYSTEM VALUE VALUES (2, 'second', 'hash', '{"dim":48}', 'hash-48-v1', 48, true, '\xead3323e33ecef3d00000000ef1e06be0000000000000000e597d63def1e06be0000000000000000000000000000000033ecefbd000000000000000000000000000000000e60513eead332bdead3b23d00000000ef1e06be3e82163eead332be0000000000000000ef1e86beef1e863ee597d63c0000000033ecef3d33ecef3d00000000000000000000000000000000ef1e063e26f1b3bee8c4bbbe33ecefbd0000000000000000ead3b2be33ecefbd00000000f8ecdcbe0000000000000000', 'ready', false);
INSERT INTO memkit_0_1_0.texts VALUES (1, '\x58e2b4ad8a433adaaa02303de7f322d6', 'Alice lives in Berlin', NULL, '''alic'':1 ''berlin'':1 ''in'':1 ''live'':1', 4);
INSERT INTO memkit_0_1_0.texts VALUES (2, '\x926ef4b6a94fb545c9c5891976a42ccb', 'Alice drinks tea', NULL, '''alic'':1 ''drink'':1 ''tea'':1', 3);
INSERT INTO memkit_0_1_0.texts VALUES (3, '\x0a20df39e6470086fc1b9bd9e2a32fd7', 'Where do we meet?', NULL, '''do'':1 ''meet'':1 ''we'':1 ''where'':1', 4);
INSERT INTO memkit_0_1_0.texts VALUES (4, '\x748f84cfaa496f31ce43ec6b878e2c5c', 'Where does Bob live?', NULL, '''bob'':1 ''doe'':1 ''live'':1 ''where'':1', 4);
INSERT INTO memkit_0_1_0.texts VALUES (5, '\x025eba997ca295a1678a25d8c9e1c897', 'Bob lives in Oslo.', NULL, '''bob'':1 ''in'':1 ''live'':1 ''oslo'':1', 4);
INSERT INTO memkit_0_1_0.texts VALUES (6, '\xb8a0223c3c45cae4099acdfc4408b594', 'And what does he eat?', NULL, '''and'':1 ''doe'':1 ''eat'':1 ''he'':1 ''what'':1', 5);
INSERT INTO memkit_0_1_0.texts VALUES (7, '\x81fecbf6af3d014c1a28407dfa54fad1', 'Alice lives in Zürich', NULL, '''alic'':1 ''in'':1 ''live'':1 ''zurich'':1', 4);
INSERT INTO memkit_0_1_0.texts VALUES (8, '\xd1ce229985a291f5a491265f76c355dc', '東京で会いましょう 🗼 ‮abc é ''quoted'' "twice" \ 	 end', NULL, '''abc'':1 ''e'':1 ''end'':1 ''quot'':1 ''twice'':1 ''い'':1 ''いま'':1 ''う'':1 ''し'':1 ''しょ'':1 ''で'':1 ''で会'':1 ''ま'':1 ''まし'':1 ''ょ'':1 ''ょう'':1 ''京'':1 ''京で'':1 ''会'':1 ''会い'':1 ''東'':1 ''東京'':1', 22);
INSERT INTO memkit_0_1_0.texts VALUES (9, '\x268214b066bb3f71da3ed38b86b948b7', 'The code is 1234', NULL, '''1234'':1 ''code'':1 ''i'':1 ''the'':1', 4);
INSERT INTO memkit_0_1_0.texts VALUES (10, '\xbef2023e46718eb4a8e0604e2c00c0e4', 'Alice likes coffee', NULL, '''alic'':1 ''coffe'':1 ''like'':1', 3);
INSERT INTO memkit_0_1_0.texts VALUES (11, '\xa8360e3445a49f9269d4ee9fccc65a8d', 'Alice loves coffee', NULL, '''alic'':1 ''coffe'':1 ''love'':1', 3);
INSERT INTO memkit_0_1_0.texts VALUES (12, '\x11936487444772f1a0662dbced9da494', 'Alice is fond of coffee', NULL, '''alic'':1 ''coffe'':1 ''fond'':1 ''i'':1 ''of'':1', 5);
INSERT INTO memkit_0_1_0.texts VALUES (13, '\xf14ebeacea1ae06e8bc3b9d47310ee1d', 'Carol speaks Basque', NULL, '''basqu'':1 ''carol'':1 ''speak'':1', 3);
INSERT INTO memkit_0_1_0.texts VALUES (14, '\x8aa4d9e5f37e9390f6a6dc840b1963f8', 'Dave was here', NULL, '''dave'':1 ''here'':1 ''wa'':1', 3);
INSERT INTO memkit_0_1_0.texts VALUES (15, '\xe376b2adf15017890f9ceb98f1a99a0e', 'Nobody will remember this', NULL, '''nobodi'':1 ''rememb'':1 ''thi'':1 ''will'':1', 4);
INSERT INTO memkit_0_1_0.vectors VALUES (1, 1, 1, '\x4030f3be0000000000000000000000000000000000000000535b51be535b513e00000000000000009d1d3f3e9d1d3f3e0000000000000000535bd13e9d1d3fbe000000000000000000000000b0ed91bc000000006511eabeacd1b0bc00000000000000006511eabeb0ed913c0000000000000000000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (2, 1, 2, '\x6d7609bfba7960be000000000000000000000000000000009666abbc8de6753e00000000ba79603e000000000000000000000000000000008de6753e00000000ba79603e6d76093fba79603e0000000000000000000000008de675be0000000000000000642191bb8de6753e0000000000000000000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (3, 1, 3, '\xce72883ef7bca3be000000000000000000000000000000000000000000000000000000002016743ece72883e201674be201674be4a515abe2016743ece7288bece7208bf201674be0000000000000000ce7288be0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (4, 1, 4, '\x00000000fb5de8be000000000000000000000000fb5d68be000000000000000000000000e1d54f3e00000000c088afbce1d54fbefb5d68beee19dc3efb5de83e000000000a73803e00000000fb5d68be00000000000000000000000000000000fb5d68be000000000000000000000000000000000000000000000000fb5d68be');
INSERT INTO memkit_0_1_0.vectors VALUES (5, 1, 5, '\x55754ebed2d3663e00000000000000000000000000000000000000000000000000000000000000000000000075a9383e00000000d2d3663e55754e3e0000000000000000000000000000000055754ebe000000000000000075a9383e0000000000000000d2d3e6be0000000000000000de1e2d3fd2d3663e0000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (6, 1, 6, '\x000000000000000000000000000000000000000082c567bece6a39be0000000082c567be82c5673e000000000000000000000000000000000000000082c5e73e00000000ce6a393e82c567be82c567be0000000000000000000000000000000082c567be00000000000000000000000082c5e7be82c5673e000000002898d0be');
INSERT INTO memkit_0_1_0.vectors VALUES (7, 1, 7, '\x0ed40ebf00000000000000000000000000000000cd29213ea98b30bebbdaa83e000000000000000000000000000000000000000000000000a98bb03e00000000000000000000000000000000a98b30be00000000cd2921be761b95bc00000000000000004862c5bea98b303ecd29213e4862c5be000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (8, 2, 7, '\x938fc2be000000000000000040052ebeb7db1ebeb7db1e3e0fa61b3eb7db1e3e00000000938fc2be0000000000000000938fc2be0000000040052e3e0000000040052ebe0000000000000000000000000000000040052e3e0000000040052e3e000000000000000040052e3eb7db1e3e0000000000000000000000000000000000000000000000000000000000000000b7db1e3e7b70a6be4005aebe0000000000000000000000000000000000000000000000000000000040052e3e00000000');
INSERT INTO memkit_0_1_0.vectors VALUES (9, 2, 2, '\x16c4efbe0000000000000000000000000000000000000000000000000000000000000000a2c4433e00000000000000000000000000000000000000000000000000000000a2c443bea2c4433e000000000000000000000000a2c4433e0574563e0000000012d03f3e0574563e0000000000000000000000000000000000000000a2c4433e16c4ef3e000000000000000000000000000000000574d6be0000000000000000a2c443be000000000000000000000000000000000574563e00000000');
INSERT INTO memkit_0_1_0.vectors VALUES (10, 2, 3, '\x000000001cb9e0bc0000000000000000000000000000000000000000000000000000000000000000b1bd943e00000000b90985be00000000b909853e00000000b1bd94be000000000000000000000000b1bd94be00000000000000000000000000000000b909853e00000000b90985be000000004efc6dbe000000000000000000000000b1bd14bf00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000b1bd94be');
INSERT INTO memkit_0_1_0.vectors VALUES (11, 2, 4, '\x000000001f1e71be00000000f3c986be00000000f3c986be000000000000000000000000000000000000000086a9573e1f1e71be000000000359ff3e000000000000000000000000000000000000000000000000f3c9863e0000000000000000000000001f1e713e000000001f1e71be000000000000000000000000f3c9863e0000000000000000000000000000000000000000f3c986be0000000000000000f3c986be00000000000000000000000000000000f3c986be0000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (12, 2, 5, '\x00000000000000000000000035d33dbe0000000000000000e0c8293e0000000000000000183bd4be00000000e0c8293e00000000183bd43e35d33d3e0000000035d33dbe183b543e00000000000000000000000035d33d3e00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000035d33dbe000000000000000000000000000000000000000000000000522c1f3f000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (13, 2, 6, '\x000000000000000000000000fc3a89be00000000fc3a89be000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000fc3a89be0000000000000000000000000000000000000000fc3a89befc3a893e0000000000000000000000000000000000000000fc3a893e0000000093915b3e0000000000000000000000000000000093915bbe00000000fc3a89be000000000000000000000000fc3a09bffc3a893e0000000093915bbe');
INSERT INTO memkit_0_1_0.vectors VALUES (14, 1, 8, '\x0000000000000000573b0a3e573b0a3e0000000096edca3ccfe025becd46f73d000000003a5f8b3e0000000000000000573b8abe00000000573b0a3e573b0a3f49bbe1bd573b8abe000000000000000000000000000000001d5c2cbc573b0a3e00000000573b8abe94b483befc187bbe573b0abe000000002aaac23e00000000');
INSERT INTO memkit_0_1_0.vectors VALUES (15, 2, 8, '\xd356d6bd000000006141033e6141033e00000000614183be3602d23dfacbea3d00000000614103be614183be00000000614183be00000000cb6c6e3e60f4bd3e00000000000000000000000000000000000000005d4c8f3ed356d63d0000000000000000cb6c6e3efacbea3dd356d6bd00000000000000006141833e0000000000000000614183be0000000000000000000000000000000060f4bdbe6141033e000000003602d2bd3602d2bd614103be614103be0000000000000000c61c113e');
INSERT INTO memkit_0_1_0.vectors VALUES (16, 1, 9, '\x154b4d3e000000000000000000000000000000000000000050f8193f000000000000000000000000000000000000000000000000113c24be0000000093c3b83e000000000000000000000000000000000000000000000000154b4dbe00000000000000000000000000000000000000000000000050f819bf00000000154b4dbe');
INSERT INTO memkit_0_1_0.vectors VALUES (17, 2, 9, '\x00000000000000000000000037346ebe000000000000000000000000000000000000000000000000000000000000000000000000000000000000000037346e3e00000000000000000000000037346e3e00000000000000003734ee3e00000000000000000000000000000000000000000000000037346ebe0000000037346ebe37346e3e00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000026be26bf000000002c903e3e');
INSERT INTO memkit_0_1_0.vectors VALUES (18, 1, 10, '\x9853edbebcc6413ebcc6413e744554bebcc641be744554be744554be7445543e0000000000000000000000009853edbe00000000000000007445543e000000000000000000000000744554be744554be0000000000000000744554bebcc641be0000000000000000ff3589bd000000007445543e0000000000000000bcc641be');
INSERT INTO memkit_0_1_0.vectors VALUES (19, 1, 11, '\x288109bff3271b3ef3271b3e06f7293ef3271bbece06bebe06f729be06f7293e000000000000000000000000ce06bebe000000000000000006f7293e0000000006f7293e000000000000000006f729be000000000000000006f729bef3271bbe00000000000000007d8fa23e0000000006f7293e0000000000000000f3271bbe');
INSERT INTO memkit_0_1_0.vectors VALUES (20, 2, 10, '\xc262cabe4e3f253e00000000f30435be0000000000000000000000004e3f25be00000000000000004e3f253e00000000f304353e00000000000000000000000000000000000000004e3f253ef30435be000000000000000000000000f304353e0000000000000000f304353ec262cabe0000000000000000000000004e3f25be0000000000000000f30435be000000004e3f25bef30435bef304b5be000000000000000000000000c262cabe000000000000000000000000f304353e00000000');
INSERT INTO memkit_0_1_0.vectors VALUES (21, 2, 11, '\x075cd8be23a8303e000000000000000000000000075cd8be0000000023a830be000000000000000023a8303e0000000000000000000000000000000000000000000000000000000023a8303e000000000000000000000000000000008f84413e00000000000000008f84413e075cd8be8f84413e000000000000000023a830be0000000000000000000000000000000023a830be000000008f84c1be000000000000000000000000000000000000000000000000000000008f84413e00000000');
INSERT INTO memkit_0_1_0.vectors VALUES (22, 1, 12, '\x58d5c7becc29233ed683a13e58d5473e927fb5be0000000085bc32be85bc323e58d5c7be000000000000000058d5c7be000000000000000085bc323ee0dd1f3e00000000000000000000000058d547be000000000000000085bc32becc2923be0000000000000000f9100e3e00000000000000000000000000000000cc2923be');
INSERT INTO memkit_0_1_0.vectors VALUES (23, 2, 12, '\x1f82c5becd43213eb3011e3e00000000000000000000000000000000cd4321be0000000000000000cd43213e00000000000000000000000000000000000000000000000000000000cd43213e1f82453e1f8245be000000000000000023a8303e1f82c5be0000000023a8303e1f82c5be000000000000000000000000cd4321be0000000000000000000000001f8245becd4321be0000000023a8b0be0000000000000000000000001f8245be00000000000000000000000023a8303eb3011e3e');
INSERT INTO memkit_0_1_0.vectors VALUES (24, 1, 13, '\x00000000000000000000000057763abe9d78d0be4a372a3e9d78d0be000000004a372abe57763abe000000004a372a3e57763abe000000004a37aa3e00000000000000000000000000000000000000004a372abe00000000000000009d78d03e57763a3e000000004a372a3ed156b23e00000000000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (25, 2, 13, '\x00000000000000000000000000000000000000002139153ea2c2b6bea2c2b63e213915be2139153e00000000213915be00000000000000002139953e0000000000000000000000000000000000000000000000000000000000000000000000003d77233e3d7723be2139153e2f589c3e000000000000000000000000000000000000000000000000000000003d7723be99af00bf00000000000000000000000000000000213915be000000002139953e3d7723be000000000000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (26, 1, 14, '\x00000000000000000000000000000000000000000000000005e747bf00000000000000000000000005e747be0000000084e9b3be05e747be05e7473e000000000000000005e747be00000000000000000000000005e747be05e7473e000000000000000000000000000000000000000000000000000000000000000005e7473e');
INSERT INTO memkit_0_1_0.vectors VALUES (27, 2, 14, '\x000000006a4a4ebe000000000000000000000000000000000000000000000000000000000000000000000000000000006a4a4ebe000000006a4a4e3e6a4a4e3e0000000000000000000000000000000000000000000000006a4a4e3e00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000006a4a4ebe6a4a4ebf0000000000000000000000006a4a4ebe00000000550825be6a4a4ebe0000000000000000');
INSERT INTO memkit_0_1_0.vectors VALUES (28, 2, 1, '\x88fa64be0000000000000000ae0c2dbe0000000000000000bcc71a3e0000000000000000ab79c1be00000000000000000000000000000000ae0c2d3e00000000ae0c2dbe00000000000000000000000000000000ae0c2d3e00000000ae0c2d3e0000000000000000be82a53e0000000000000000000000000000000000000000000000000000000000000000cef81d3e0000000001000cbfae0cadbe000000000000000000000000cef81dbecef81d3e0000000000000000ae0c2d3ecef81dbe');
INSERT INTO memkit_0_1_0.vectors VALUES (29, 1, 15, '\xc2cb0e3ec2cb0ebe7ae32e3e7ae3aebe00000000000000007ae3ae3e6e54f73d00000000000000007ae32e3e000000000000000000000000e05e00bd000000003f74b83e0ce54cbdc2cb0e3e6e54f73d00000000000000007ae32e3e9ed79ebe000000009b2a03bf6e54f7bd00000000000000000000000000000000d846953e');
INSERT INTO memkit_0_1_0.vectors VALUES (30, 2, 15, '\x325ff9bd0000000000000000000000000000000000000000d93f043f94f90fbe000000002155b0be00000000000000000000000000000000000000000000000094f98f3e325ff93d5a27a03ea8fa63be0000000000000000000000001f964ebd00000000000000002155303e000000000000000000000000356e01bd325ff93d2155b03e5a27a0be00000000000000000000000000000000000000000000000000000000215530be325ff9bd000000000000000000000000000000002155303e');
SELECT pg_catalog.setval('memkit_0_1_0.scopes_id_seq', 6, true);
SELECT pg_catalog.setval('memkit_0_1_0.spaces_id_seq', 2, true);
ALTER TABLE ONLY memkit_0_1_0.derived
    ADD CONSTRAINT derived_pkey PRIMARY KEY (key);
ALTER TABLE ONLY memkit_0_1_0.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY memkit_0_1_0.followers
    ADD CONSTRAINT followers_pkey PRIMARY KEY (name);
ALTER TABLE ONLY memkit_0_1_0.ids
    ADD CONSTRAINT ids_id_key UNIQUE (id);
ALTER TABLE ONLY memkit_0_1_0.ids
    ADD CONSTRAINT ids_pkey PRIMARY KEY (key);
ALTER TABLE ONLY memkit_0_1_0.memories
    ADD CONSTRAINT memories_pkey PRIMARY KEY (key);
ALTER TABLE ONLY memkit_0_1_0.scopes
    ADD CONSTRAINT scopes_hash_key UNIQUE (hash);
ALTER TABLE ONLY memkit_0_1_0.scopes
    ADD CONSTRAINT scopes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY memkit_0_1_0.spaces
    ADD CONSTRAINT spaces_key_key UNIQUE (key);
ALTER TABLE ONLY memkit_0_1_0.spaces
    ADD CONSTRAINT spaces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY memkit_0_1_0.texts
    ADD CONSTRAINT texts_hash_key UNIQUE (hash);
ALTER TABLE ONLY memkit_0_1_0.texts
    ADD CONSTRAINT texts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY memkit_0_1_0.vectors
    ADD CONSTRAINT vectors_pkey PRIMARY KEY (id);
ALTER TABLE ONLY memkit_0_1_0.vectors
    ADD CONSTRAINT vectors_text_id_space_id_key UNIQUE (text_id, space_id);
CREATE INDEX events_by_key ON memkit_0_1_0.events USING btree (key, seq);
CREATE INDEX events_by_time ON memkit_0_1_0.events USING btree (at, seq);
CREATE UNIQUE INDEX head_is_one_row ON memkit_0_1_0.head USING btree ((true));
CREATE UNIQUE INDEX memories_are_told_apart ON memkit_0_1_0.memories USING btree (scope_id, text_id, md5(speaker));
CREATE INDEX memories_by_follows ON memkit_0_1_0.memories USING btree (follows) WHERE (follows IS NOT NULL);
CREATE INDEX memories_by_scope ON memkit_0_1_0.memories USING btree (scope_id, key) INCLUDE (length, expires_at);
CREATE INDEX memories_by_text ON memkit_0_1_0.memories USING btree (text_id);
CREATE UNIQUE INDEX ratings_are_told_apart ON memkit_0_1_0.ratings USING btree (md5(query), md5(memory_id));
CREATE INDEX scopes_by_agent ON memkit_0_1_0.scopes USING hash (agent_id) WHERE (agent_id IS NOT NULL);
CREATE INDEX scopes_by_app ON memkit_0_1_0.scopes USING hash (app_id) WHERE (app_id IS NOT NULL);
CREATE INDEX scopes_by_run ON memkit_0_1_0.scopes USING hash (run_id) WHERE (run_id IS NOT NULL);
CREATE INDEX scopes_by_user ON memkit_0_1_0.scopes USING hash (user_id) WHERE (user_id IS NOT NULL);
CREATE INDEX texts_by_terms ON memkit_0_1_0.texts USING gin (terms);
CREATE INDEX vectors_by_space ON memkit_0_1_0.vectors USING btree (space_id);
CREATE TRIGGER events_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON memkit_0_1_0.events FOR EACH STATEMENT EXECUTE FUNCTION memkit_0_1_0.events_are_append_only();
ALTER TABLE ONLY memkit_0_1_0.events
    ADD CONSTRAINT events_key_fkey FOREIGN KEY (key) REFERENCES memkit_0_1_0.ids(key);
ALTER TABLE ONLY memkit_0_1_0.events
    ADD CONSTRAINT events_new_text_id_fkey FOREIGN KEY (new_text_id) REFERENCES memkit_0_1_0.texts(id);
ALTER TABLE ONLY memkit_0_1_0.events
    ADD CONSTRAINT events_old_text_id_fkey FOREIGN KEY (old_text_id) REFERENCES memkit_0_1_0.texts(id);
ALTER TABLE ONLY memkit_0_1_0.events
    ADD CONSTRAINT events_scope_id_fkey FOREIGN KEY (scope_id) REFERENCES memkit_0_1_0.scopes(id);
ALTER TABLE ONLY memkit_0_1_0.memories
    ADD CONSTRAINT memories_follows_fkey FOREIGN KEY (follows) REFERENCES memkit_0_1_0.ids(key);
ALTER TABLE ONLY memkit_0_1_0.memories
    ADD CONSTRAINT memories_key_fkey FOREIGN KEY (key) REFERENCES memkit_0_1_0.ids(key);
ALTER TABLE ONLY memkit_0_1_0.memories
    ADD CONSTRAINT memories_scope_id_fkey FOREIGN KEY (scope_id) REFERENCES memkit_0_1_0.scopes(id);
ALTER TABLE ONLY memkit_0_1_0.memories
    ADD CONSTRAINT memories_text_id_fkey FOREIGN KEY (text_id) REFERENCES memkit_0_1_0.texts(id);
ALTER TABLE ONLY memkit_0_1_0.vectors
    ADD CONSTRAINT vectors_space_id_fkey FOREIGN KEY (space_id) REFERENCES memkit_0_1_0.spaces(id);
ALTER TABLE ONLY memkit_0_1_0.vectors
    ADD CONSTRAINT vectors_text_id_fkey FOREIGN KEY (text_id) REFERENCES memkit_0_1_0.texts(id);
