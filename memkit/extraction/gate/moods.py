"""What was only asked, supposed or wished, and what a fact says of it as if it were so."""

from __future__ import annotations

import re

from memkit.extraction.gate.evidence import Evidence, asks
from memkit.extraction.gate.words import content
from memkit.extraction.tasks.items import Kind
from memkit.text.sentences import clauses

# Questions for a yes or a no, by how they begin, or by their particle.
_WHETHER = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|well|hmm|hey|also|then|or)\W+)*(?:"
    r"(?:should|could|would|can|may|might|shall|will|do|does|did|is|are|am|was|were|has|have"
    r"|had|isn['’]t|shouldn['’]t|wouldn['’]t|couldn['’]t|won['’]t)\s+(?:i|we|you|he|she|it"
    r"|they|my|our|your|his|her|their|there|[A-Z]\w+|the|a|an)\b|what if\b|how about\b"
    r"|(?:soll(?:te|ten)?|kann|könnte|könnten|darf|muss|werde|wird|würde|ist|sind|bin|hat"
    r"|habe|haben|hätte|wäre)\s+(?:ich|wir|du|er|sie|es|man|mein\w*|unser\w*|der|die|das"
    r"|[A-Z]\w+)\b"
    r"|¿?(?:debería|debo|deberíamos|puedo|podría|podemos|es|está|tengo que|crees que|será"
    r"|me conviene|y si)\b"
    r"|(?:est-ce qu|dois-je|devrais-je|puis-je|pourrais-je|faut-il|devrait-on|et si)"
    r"|(?:devo|deveria|posso|poderia|será que|acha que|e se|dovrei|potrei|conviene)\b"
    r"|(?:moet|zou|kan|mag|zal)\s+(?:ik|we|wij|hij|ze|zij)\b|(?:czy)\b|(?:стоит ли|может ли"
    r"|а что если|чи|чи варто|а що як)\b"
    r"|(?:هل|أ)\s?[\u0620-\u064a]|(?:क्या)\s"
    r")|\b\w+\s+ли\b|(?:吗|嗎|吧)[?？。]?\s*$|(?:べき|べきですか|でしょうか|ますか|ですか"
    r"|かな)[?？。]?\s*$|(?:ㄹ까|을까|할까|갈까|될까|일까|까요)요?[?？]?\s*$|(?:m[iıuü](?:yım"
    r"|yiz|yız|sin|sın)?)\s*\?\s*$",
    re.IGNORECASE,
)
# Questions for what somebody may know, that tell nothing of who asks: "how do people ...?" In
# German any noun may be a name, so none is known to be asked in general.
_OPEN = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|well|hey|also|then|y|et|e)\W+)*(?:what|which|who|where"
    r"|when|why|how|qué|cuál\w*|quién\w*|dónde|cuándo"
    r"|por qué|cómo|qu['’]est-ce|que|quel\w*|qui|où|quand|pourquoi|comment|o que|qual|quais|quem"
    r"|onde|quando|por que|como|cosa|quale|quali|chi|dove|perché|come)\b",
    re.IGNORECASE,
)
_OF_ONES_OWN = re.compile(
    r"\b(?:i|i['’]\w+|me|my|mine|myself|we|we['’]\w+|us|our|ours|yo"
    r"|mi|mí|mis|mío|mía|nosotros|nuestr\w+|je|j['’]\w+|moi|mon|ma|mes|nous|notre|nos"
    r"|eu|meu|minha|meus|minhas|nós|nosso|nossa|io|mio|mia|miei|mie|noi|nostr\w+)\b",
    re.IGNORECASE,
)
# What is asked about is known to be so: "did I tell you that I moved?"; or asks nothing.
_KNOWN = re.compile(
    r"\b(?:is (?:it|that) (?:\w+ )?(?:normal|ok|okay|common|weird|bad|strange|true) that"
    r"|ist es \w+,? dass|es normal que|é normal que|est-ce normal que|è normale che"
    r"|did i (?:tell|mention)|have i (?:told|mentioned)|do you (?:remember|know)"
    r"|did you know|you know|guess what|can you believe|could you believe|isn['’]t it"
    r"|don['’]t you think|right\?|huh\?|hab ich (?:dir|schon)|weißt du|oder\?$|nicht wahr"
    r"|te (?:dije|conté)|sabes que|verdad\?$|tu sais|je t['’]ai dit|n['’]est-ce pas|sabia que"
    r"|te contei|né\?|lo sai|ti ho detto|vero\?|wist je|wiesz|знаешь|знаєш|biliyor mu"
    r"|can (?:you|we) (?:help|recommend|suggest|give|tell|remind|share|explain|talk)"
    r"|could you|would you (?:mind|recommend|suggest))",
    re.IGNORECASE,
)
# What is supposed or wished.
_SUPPOSED = re.compile(
    r"(?<![\w\u0900-\u094f])(?:if (?:i|we|he|she|they|it|only|my)(?=.{0,60}(?:\bwould\b"
    r"|['’]d\b|\bcould\b|\bmight\b))|if (?:i|we) (?:got|get|had|were|moved|move|won|win|took"
    r"|take|could|can|ever)|suppose|supposing|imagine (?:i|we|if)|what if|i wish|if only"
    r"|might|maybe|perhaps|wenn ich .{0,60}(?:würde|könnte|wäre|hätte)|falls|vielleicht"
    r"|angenommen|ich wünschte"
    r"|si (?:yo )?(?:tuviera|fuera|pudiera|consiguiera|ganara|me mudara|encontrara|\w+[ai]era"
    r"|\w+ara)|quizás?|tal vez|a lo mejor|ojalá|si (?:j['’]avais|j['’]étais|je pouvais"
    r"|je gagnais|j['’]\w+ais|je \w+ais)|peut-être|se (?:eu )?(?:tivesse|fosse|pudesse"
    r"|\w+asse|\w+esse|\w+isse)|talvez|oxalá|se (?:avessi|fossi|potessi|\w+assi|\w+essi"
    r"|\w+issi)|forse|magari|als ik .{0,60}zou|misschien|stel dat|gdybym|gdyby|może|byłoby"
    r"|если бы|может быть|возможно|якби|можливо|мабуть|keşke|belki|eğer|olsaydı\w*"
    r"|\w+s[ae]yd[ıi]m|لو|ربما|ليتني|अगर|यदि|शायद|काश)(?![\w\u0900-\u094f])"
    r"|如果|要是|假如|也许|或许|可能会|もし|たら、|なら、|かもしれ|만약|만일|아마|으면 좋겠|다면",
    re.IGNORECASE,
)
# With one of these a fact says itself that it is not so yet.
_HEDGED = re.compile(
    r"(?<![\w\u0900-\u094f])(?:if|whether|wonder\w*|ask(?:s|ed|ing)?|consider\w*|might|may"
    r"|maybe|perhaps|would|could|possibl\w+|potential\w*|wants?|wanted|wish\w*|hop(?:e|es|ed"
    r"|ing)|think(?:s|ing)?|thought|plan(?:s|ned|ning)?|dream\w*|seek\w*|looking|interest\w*"
    r"|curious|unsure|uncertain|unclear|not sure|explor\w+|imagin\w+|hypothetic\w+|should"
    r"|question\w*|open to|need\w*|inquir\w+|request\w*|advice|suggest\w*|recommend\w*"
    r"|propos\w+|discuss\w*|likely|debat\w+|idea|desir\w+|intend\w*|believ\w+|feel\w*|worr\w+"
    r"|concern\w*"
    r"|ob|überleg\w*|fragt|frage|vielleicht|möchte|würde|könnte|erwägt|denkt|plant|will|hofft"
    r"|wünsch\w*|falls|wenn|möglich\w*|unsicher|sollte"
    r"|pregunta\w*|considera\w*|quizás?|podría|quiere|quisiera|piensa|planea|espera|desea"
    r"|duda|si|tal vez|debería|sueña"
    r"|demande|envisage|peut-être|pourrait|veut|voudrait|pense|réfléchit|hésite|espère"
    r"|souhaite|rêve|aimerait|devrait"
    r"|pergunta|considera|talvez|poderia|quer|gostaria|pensa|planeja|espera|deseja|se|sonha"
    r"|deveria|chiede|forse|potrebbe|vuole|vorrebbe|pensa|spera|sogna|valuta|dovrebbe"
    r"|vraagt|overweegt|misschien|zou|wil|denkt|hoopt|als|of|pyta|rozważa|może|chce|chciał\w*"
    r"|zastanawia|myśli|marzy|planuje|czy|gdyby"
    r"|спрашива\w+|дума\w+|может|возможно|хочет|хотел\w*|размышля\w+|мечта\w+|планиру\w+|если"
    r"|ли|бы|сомнева\w+|питає|думає|може|можливо|хоче|мріє|планує|якщо|чи|роздумує"
    r"|soruyor|düşünüyor|belki|istiyor|ister|planlıyor|eğer|hayal|يسأل|تسأل|يفكر|تفكر|ربما"
    r"|يريد|تريد|يتساءل|تتساءل|يود|تود|إذا|لو|قد|يحلم|تحلم|पूछ\S*|सोच\S*|शायद|चाहत\S*|अगर|यदि"
    r"|विचार|सपना)(?![\w\u0900-\u094f])"
    r"|想|考虑|考慮|是否|如果|可能|打算|希望|也许|梦想|计划|询问|问|かも|たい|検討|考え|もし"
    r"|希望|悩|迷|尋ね|聞|予定|夢|싶|고민|생각|만약|지도|여부|물어|희망|계획|고려|꿈",
    re.IGNORECASE,
)
_UNCERTAIN_KINDS = frozenset({"plan", "instruction"})


def is_only_supposed(text: str, kind: Kind, found: Evidence) -> bool:
    """Tell whether a fact states what its quote only asks or supposes.

    What a question asks in general is answered by nobody in the transcript, whatever its kind. A
    plan is no statement, and neither is a fact that says "considers" or "if". What a question
    takes for granted ("my vegan daughter") is a fact: only the question for it is none.
    """
    if _HEDGED.search(text):
        return False
    if _is_asked_of_anyone(found):
        return True
    if kind in _UNCERTAIN_KINDS:
        return False
    wanted = content(text, found.language)
    return _is_asked(wanted, found) or _is_wished(text, found)


def _is_asked(wanted: frozenset[str], found: Evidence) -> bool:
    """Tell whether all that a fact shares with its quote's sentences stands in a question."""
    if not asks(found.sentence) or _KNOWN.search(found.sentence):
        return False
    pieces = [(piece, _shared(wanted, piece, found)) for piece in clauses(found.sentence)]
    most = max((count for _, count in pieces), default=0)
    if not most:
        return False
    nearest = [piece for piece, count in pieces if count == most]
    return all(_WHETHER.search(piece) is not None for piece in nearest)


def _is_asked_of_anyone(found: Evidence) -> bool:
    """Tell whether a quote asks what is so in general: a fact of it could only be an answer.

    What a question says of who asks, or of somebody by name, may be a fact.
    """
    asked = found.sentence.strip()
    if not asks(asked) or not _OPEN.search(asked) or _OF_ONES_OWN.search(asked):
        return False
    return not any(word[0].isupper() for word in asked.split()[1:])


def _is_wished(text: str, found: Evidence) -> bool:
    """Tell whether what a fact says stands in a sentence with "if" or "maybe", and in no other."""
    supposed = [piece for piece in clauses(found.sentence) if _SUPPOSED.search(piece)]
    if not supposed:
        return False
    nearest = found.meant(text)
    conditional = _IF.search(found.sentence) is not None
    return all(piece in supposed or conditional for piece in nearest)


_IF = re.compile(
    r"(?:\bif\b.{0,80}(?:\bwould\b|['’]d\b|\bcould\b|\bmight\b)|(?:\bwould\b|['’]d\b"
    r"|\bcould\b|\bmight\b).{0,80}\bif\b|\bgdyby|если бы|якби|wenn .{0,80}(?:würde|könnte"
    r"|wäre|hätte)|(?:würde|könnte|wäre|hätte).{0,80} wenn\b|\bsi .{0,60}(?:ría|rais\b"
    r"|rait\b)|\bse .{0,60}(?:ria\b|rei\b|rebbe\b)|\bals .{0,60}\bzou\b|olsaydı|(?:^|\s)لو\s"
    r"|如果|要是|もし|만약)",
    re.IGNORECASE,
)


def _shared(wanted: frozenset[str], piece: str, found: Evidence) -> int:
    return len(wanted & content(piece, found.language))
