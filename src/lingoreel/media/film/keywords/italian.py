"""Italian words for what is drawn, for kinds of text and for moods."""

from lingoreel.media.film.keywords.table import Vocabulary

ITALIAN = Vocabulary(
    motifs="""
sun: sole? soleggiat* alba tramonto estate solare* mattin*?
moon: luna* notte? mezzanotte
stars: stella* stelle notte? galassi* universo cosmo brill*?
cloud: nuvol* cielo* nebbia* meteo
rain: pioggi* piov* temporal* tuono alluvion* tempesta?
snow: neve* nevic* inverno* fiocc*
wind: vento* venti? brezza uragano aria? respir*? soffi*
rainbow: arcobaleno color* variopint*
mountain: montagn* monte? monti vetta cima? collin* alpi vulcan* valle?
sea: mare* mari? oceano* onda onde spiaggi* costa? isola* isole nuot* baia
river: fiume* fiumi ruscell* lago* laghi cascat*
forest: foresta* bosc* giungla natura? sentier*
tree: albero* alberi quercia pino? ramo? radici
flower: fiore* fiori rosa? rose? giardin* primavera* petal* fiorisc*
leaf: foglia* foglie piant* verde? ecologic* biologic* sostenibil* ambient* erba* erbe autunno basilico
    prezzemolo vegan* ricicl* clima
city: città urban* grattaciel* quartier* capitale? via?
house: casa* case? abitazion* appartament* stanza* porta? finestra* finestre tetto villaggi* paese? cucina?
    hotel
bridge: ponte* ponti
road: strad* via? autostrad* cammin* passeggi* percors*
car: auto? automobil* macchina? guid*are taxi traffico veicol* autobus
train: treno* treni stazion* metropolitan* ferrovi* tram
plane: aereo* aerei volo? voli aeroport* viagg* pilota* volare? turis* vacanz*
ship: nave* navi barca* barche vela? porto? marinai* crociera* capitan* molo
bicycle: bici biciclett* cicl* pedal*
rocket: razzo* spazio? spazial* astronaut* lancio orbita
globe: mondo* mondial* pianet* terra? global* internazional* nazion*? lingua? lingue straner* europa
    continent*
map: mappa* regione* luogo? luoghi destinazion* esplor*
compass: bussola nord sud avventur* scop*rire scopr* scoperta
clock: orologi* ora? ore? minut* second*? tempo? sveglia? aspett*? attes*
calendar: calendari* data? giorn* settiman* mese mesi lunedì martedì mercoledì giovedì venerdì sabato
    domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre ieri
    domani anno? anni?
hourglass: secol* antic* eternit* pazienza scadenz* passato?
book: libro* libri romanz* fiaba* storia* storie legg* lettura* lettor* pagin* ricetta? bibliotec* poesi*
    letteratura
pen: penna* matita* scriv* scritt* disegn* nota? note? firma*
letter: lettera? lettere posta? email e-mail busta*
newspaper: giornale* giornali notizi* stampa? giornalist* rivista*
computer: computer portatil* software programm* codic* web internet schermo* digital* dati? tastiera online
    sito?
phone: telefon* cellular* smartphone app chiamat*
chip: chip processor* elettronic* circuit* sensor*
robot: robot* automatic* intelligenza_artificiale ia
network: rete? reti connession* conness* wifi bluetooth server
chart: percentual* cento? statistic* sondaggi* risultat* inflazion* tasso? tassi studio? cifr*
growth: cresc* aument* rialzo profitt* econom* miglior*? progress* record
coin: denaro soldi prezzo* prezzi euro dollar* pag*are costo* costa* banca* banche risparmi* sconto* sconti
    tass* milion* miliard* stipend*
wallet: spes*a? spend* portafogl* debit* bilanci* budget
shop: negozi* mercat* commerci* supermercat* vendit* vend*
cart: acquist* compr* carrello* ordin*? client*
gift: regal* gratis gratuit* compleann* natale sorpres* offert*
box: scatol* pacc* spedizion* consegn* imballagg*
tool: attrezz* martell* vite? avvit* ripar* install* costru* mont*are chiod* cacciavit*
gear: ingranaggi* motor* macchin*? meccan* ingegner* tecnolog* sistema? impostaz*
lightbulb: lampadin* idea* idee innov* invent* pens*? creativ* ispir* soluzion* immagin* intelligent*
    elettricità consigli*
flask: chimic* laboratori* esperiment* formula*
atom: atom* fisic*? nuclear* energia? quantistic* molecol*
microscope: microscopi* scienz* scientif* scienziat* ricerc* batter*i virus cellul*? dna
heart: cuor* amor* am*o? bac*io tenerezz* anim* car*o? passion* salute?
people: gente person* gruppo* gruppi squadra? amic* vicin*? comunità società pubblico? cittadin* insieme?
    passegger* abitant*
family: famigli* madre* padre* mamma papà nonn* fratell* sorell* figli* genitor* zia zio
child: bambin* bimb* neonat* ragazz* giovan*?
speech_bubble: diss* dice* parl* voce? voci parol* conversazion* raccont* dichiar* annunci*?
hands: mano? mani aiut* artigian* sostegn* accord*? pace? impast* donazion*
trophy: trofe* vinc* vittori* campion* coppa? premi* trionf* lega
medal: medagli* olimpic* oro? argento? eroe* eroi atlet*
target: obiettiv* bersagli* precis* scopo
flag: bandier* nazional* president* govern* ministr* elezion* parlament* politic* legge? voto* voti
music: music* canzon* cant* chitarra* pianoforte concert* ball*are danz* ritm* suon* ascolt*? cuffi* melodi*
camera: fotocamer* foto* fotograf* immagin*? obiettivo_fotografico
film: film cinema video attor* attric* scena? serie? teatro
game: gioc* scacchi divert*? giocattol*
ball: palla* pallon* calcio? basket tennis partit*? gol giocator* squadra?
runner: corr*ere corr* maratona* sport* allen* eserciz* velocit*? veloce*? palestra
yoga: yoga medit* rilass* calma? equilibri* stretching
bed: letto? dorm* sonno* cuscin* riposo* ripos* sogn*?
cup: tazz* caffè tè espresso colazion* cappuccino
pot: pentol* zupp* boll* cuoc* cucin* sugo* salsa* salse brodo* ricett* pasta? spaghetti riso? minestr*
    scolat*
pan: padell* frigg* fritt* olio* burro* frittat* soffrigg*
knife: coltell* tagli* affett* tritat* trit* pel*are
bowl: ciotol* mescol* farin* sbatt* insalat* ingredient* sale? zuccher* pizzic* impast*? pepe
bread: pane* panett* forno? panific* lievit* panin* pizz* crosta
fruit: frutt* mela mele arancia arance limon* fragol* banan* uva ciliegi* succo?
vegetable: verdur* patat* aglio peperon* insalata? raccolt*? zucchin*
fish: pesce* pesci pesc* salmon* tonno balen* delfin* acquari*
egg: uovo uova tuorl*
cake: torta* torte dolc* dessert biscott* cioccolat* caramell* miele crema*
wine: vino* vini? birra* brindis* festa* feste champagne spumante celebr*
drop: acqua* gocci* bev* bere liquid* annaffi* lacrim* latte vers*ate
fire: fuoco* fiamm* incend* cald* calore* bruci* camino* scald*
ice: ghiacci* gelat* fredd* congel* frigo* gel*o
candle: candel* silenzi* speranz* preghier* ricord* memori*
lamp: lampad* lantern* luce? luci faro? illumin*
key: chiave* chiavi segret* accesso?
lock: lucchett* sicur*? password privacy serratur* prigion*
shield: scud* protegg* protez* garanz* difes* difend* esercit* soldat* guerr* resistent*
medical: medic* ospedal* dottor* infermier* malatti* clinic* pazient* emergenz* salute*
pill: pillol* farmac* vaccin* vitamin* compress*
bird: uccell* aquil* colomb* gabbian* nido* ala? ali?
cat: gatt* leon* tigr*
dog: cane? cani cagnolin* cucciol* lupo* lupi volp*
horse: cavall* cavalier* galopp*
butterfly: farfall* insett* api ape
chat: messagg* comment* chat chiacchier*
question: domand* dubbi* mister* perché enigm* chi?
check: pront*? complet* conferm* approv* facil*? corrett*? success* serv*ite
arrow_up: sal*ire? su? migliora?
steps: passo? passi? passaggi* scal* gradin* livell* istruzion*
magnifier: cerc* trov*? lente? dettagl* indag* verific*
megaphone: annunc* campagna? pubblicit* protest* scioper* attenzion* presentiamo allarm*
umbrella: ombrell* riparo
school: scuol* student* alunn* insegn* professor* impar* lezion* universit* educa* class*? esam*
factory: fabbric* industri* produzion*? inquin* acciaio emission* carbonio
farm: fattori* campo? campi contadin* agricol* raccolt* coltiv* trattor* mucc* pecor* orto* grano
star_badge: qualità miglior*? nuov*? esclusiv* perfett* lusso* design elegant* special*? unic*? incredibil*
    preferit*
watch: smartwatch cronografo
battery: batteria* batterie
tomato: pomodor*
onion: cipoll*
carrot: carot*
""",
    genres="""
recipe: ricett* ingredient* farin* zuccher* sale? olio* forno? cuoc* cucchiai* grammi tazza? uova mescol*
    sbatt* boll* trit* aglio cipoll* pizzico servit* padell* pentol* scolat* aggiung* scald* burro* impast*
product: acquist* ordin*a scopr* offert* sconto* sconti garanz* spedizion* gratis gratuit* prezzo? nuov*?
    batteri* negozi* disponibil* tuo? tua? prova? ora? subito approfitt* risparmi*
poem: o? anima* luna? cuore? silenzi* sogno? notte? amore? ombra* vento? pian*to rosa? sospir*
news: govern* ministr* president* secondo? annunc* cento inflazion* elezion* polizi* autorit* milion*
    miliard* dichiar* lunedì martedì mercoledì giovedì venerdì parlament* econom* tribunal*
instructions: passo? passagg* prima? poi? infine premi* clicc* collega* install* apri? gira* posiziona*
    rimuov* inserisc* selezion* scolleg* assicura* configur* come?
story: era_una c'era volta? aveva? era? bambin*? re? principess* nonn*? bosco? allora? vecchi* viveva*
    disse? guardò improvvis*
""",
    moods="""
calm: calm* tranquill* dolce? dolcemente silenz* lent* ripos* respir* brezza lago* pace medit* yoga seren*
    tè
bright: felic* gioi* allegr* sorri* color* festa* divert* sole? primavera bambin*? fresc* meravigl* god*ere
    risat* facil*? estate delizios*
warm: casa famigli* nonn* madre* padre* amor* pane* forno? cuor* amic* caff* abbracc* ricord* grazie
    tradizion* zupp* casalingh*
serious: guerr* crisi mort* govern* polizi* ministr* elezion* inflazion* legge attacc* pericol* rischi*
    malatti* vittim* protest* crimin* emergenz* disoccup* debit*
dreamy: sogn* luna* stell* nott* magi* nebbia segret* anim* univers* immagin* etern* mister* nuvol* fat*a
energetic: veloc* potent* forz* fort*? energi* corr* sport* vinc* campion* lanci* sfid* esplos* allen*
    massim* ultra
""",
    weak="""
molto molta fare fa fatto avere dire cosa cose essere andare va può possono adesso qui lì così bene molti molte
poco altro altra volte allora stesso qualcosa niente nessuno anche già ancora sempre mai poi dopo prima lui lei
loro questo quello ciò tutto
""",
    endings="e i a o mente ndo",
)
