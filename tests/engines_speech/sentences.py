"""A sentence of each of many languages, with how many syllables it has, as near as one counts by hand."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, int]] = {
    "en": ("All human beings are born free and equal in dignity.", 15),
    "es": ("Todos los seres humanos nacen libres e iguales en dignidad.", 19),
    "fr": ("Tous les êtres humains naissent libres et égaux en dignité.", 15),
    "de": ("Alle Menschen sind frei und gleich an Würde geboren.", 14),
    "pt": ("Todos os seres humanos nascem livres e iguais em dignidade.", 20),
    "it": ("Tutti gli esseri umani nascono liberi ed eguali.", 19),
    "nl": ("Alle mensen worden vrij en gelijk geboren.", 13),
    "sv": ("Alla människor är födda fria och lika i värde.", 16),
    "pl": ("Wszyscy ludzie rodzą się wolni i równi.", 12),
    "cs": ("Všichni lidé se rodí svobodní a rovní.", 13),
    "ru": ("Все люди рождаются свободными и равными.", 15),
    "uk": ("Всі люди народжуються вільними і рівними.", 15),
    "el": ("Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι.", 18),
    "tr": ("Bütün insanlar hür ve eşit doğarlar.", 12),
    "hu": ("Minden emberi lény szabadon születik.", 12),
    "fi": ("Kaikki ihmiset syntyvät vapaina ja tasavertaisina.", 19),
    "ar": ("يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.", 22),
    "fa": ("تمام افراد بشر آزاد به دنیا می‌آیند.", 14),
    "hi": ("सभी मनुष्यों को जन्म से स्वतंत्रता और समानता प्राप्त है।", 22),
    "bn": ("সমস্ত মানুষ স্বাধীনভাবে জন্মগ্রহণ করে।", 15),
    "ta": ("மனிதர்கள் எல்லோரும் சுதந்திரமாகவே பிறக்கின்றனர்.", 20),
    "vi": ("Tất cả mọi người sinh ra đều được tự do.", 10),
    "id": ("Semua orang dilahirkan merdeka dan mempunyai martabat.", 19),
    "zh": ("人人生而自由，在尊严和权利上一律平等。", 17),
    "yue": ("人人生而自由，喺尊嚴同權利上一律平等。", 17),
    "ja": ("すべての人間は、生まれながらにして自由である。", 26),
    "ko": ("모든 인간은 태어날 때부터 자유롭고 평등하다.", 18),
}
