"""German words for what is drawn, for kinds of text and for moods."""

from lingoreel.media.film.keywords.table import Vocabulary

GERMAN = Vocabulary(
    motifs="""
sun: sonne* sonnig* sommer* mittag* morgendämmerung solar*
moon: mond* nacht? nächt* mitternacht
stars: stern* nacht? galaxie universum weltall? funkel*
cloud: wolke* wolkig* himmel* nebel* wetter*
rain: regen* regne* gewitter* sturm? donner* überschwemm*
snow: schnee* winter* schneit flocke*
wind: wind* brise luft? sturm* orkan* atem* atme*
rainbow: regenbogen farbe* bunt*
mountain: berg? berge* gipfel* hügel* alpen vulkan* tal? klippe*
sea: meer* ozean* welle* strand* küste* insel* see? schwimm*
river: fluss* flüsse bach? see? wasserfall* strom? ufer*
forest: wald* wälder* dschungel natur? wander*
tree: baum* bäume* eiche* tanne* ast? wurzel*
flower: blume* blüte* blüh* rose? rosen garten* gärten frühling* strauß*
leaf: blatt? blätter* pflanz* grün*? ökolog* bio nachhaltig* umwelt* kräuter* herbst* basilikum petersilie
    vegan* recycel* klima* zimmerpflanze*
city: stadt* städt* hochhaus* hauptstadt* viertel? innenstadt
house: haus? häuser* zuhause wohnung* zimmer? tür* fenster* dach? dorf* dörf* küche? hotel*
bridge: brücke*
road: straße* weg? wege* autobahn* pfad* spazier*
car: auto? autos wagen? fahrzeug* fahrer* taxi* verkehr*? elektroauto*
train: zug? züge* bahn? bahnhof* u-bahn straßenbahn* schiene* lok*omotive
plane: flugzeug* flug? flüge flughafen* reise* pilot* flieg*? urlaub* tourist*
ship: schiff* boot? boote segel* hafen* kapitän* matrose* kreuzfahrt*
bicycle: fahrrad* fahrräder rad? radfahr* fahrrad e-bike*
rocket: rakete* weltraum* astronaut* raumschiff* start? starte*? mars?
globe: welt? weltweit* planet* erde? international* land? länder* sprache* global* europa ausland*
map: karte? landkarte* region* ort? orte erkund* ziel?
compass: kompass norden süden abenteuer* entdeck* richtung?
clock: uhr? uhren stunde* minute* sekunde* zeit? wecker wart*?
calendar: kalender* datum tag? woche* monat* montag* dienstag* mittwoch* donnerstag* freitag* samstag*
    sonntag* januar februar märz april mai juni juli august september oktober november dezember gestern heute?
    jahr? jahre? jährlich*
hourglass: jahrhundert* ewigkeit* uralt* geduld* frist* vergangenheit
book: buch* bücher* roman* geschicht* märchen* lesen liest leser* seite? rezept? bibliothek* gedicht*
    literatur*
pen: stift* bleistift* schreib* schrieb* zeichn* notier* notiz* unterschr*
letter: brief* post? e-mail* postkarte* umschlag*
newspaper: zeitung* nachricht* presse? schlagzeile* journalist* bericht*
computer: computer* laptop* software programm* website* internet* bildschirm* digital* daten* tastatur
    online
phone: telefon* handy* smartphone* app apps anruf*
chip: chip? chips prozessor* elektronik* schaltkreis* sensor*
robot: roboter* automat* ki künstliche_intelligenz
network: netzwerk* netz? verbindung* verbind* wlan bluetooth server* vernetz* router*
chart: prozent* statistik* umfrage* ergebnis* inflation* studie? zahlen? anteil*
growth: wachs* wächst stieg* steig* anstieg* erhöh* gewinn? wirtschaft* verbesser* rekord* fortschritt*
coin: geld* preis* euro dollar cent? bezahl* kost* bank? banken sparen spar* rabatt* steuer? steuern
    million* milliard* gehalt* günstig* zins*
wallet: ausgab* geldbeutel* brieftasche* schuld* budget*
shop: laden? läden geschäft? geschäfte markt? supermarkt* verkauf*
cart: kauf* einkauf* bestell* warenkorb kund*
gift: geschenk* gratis kostenlos* geburtstag* weihnacht* überrasch* angebot*
box: kiste* karton* paket* liefer* versand* schachtel*
tool: werkzeug* hammer* schraub* reparier* bau? bauen gebaut montier* install* nagel* bohr* löse? lockere?
gear: zahnrad* motor* maschine* mechani* ingenieur* technolog* technik* getriebe* system? einstell*
lightbulb: glühbirne* idee* innov* erfind* denk*? kreativ* inspir* lösung* vorstell*? klug* intelligent*
    strom? tipp*
flask: chemi* labor* experiment* formel*
atom: atom* physik* nuklear* energie? quanten* molekül*
microscope: mikroskop* wissenschaft* forsch* bakterien* virus viren zelle* dna
heart: herz* lieb? liebe* geliebt* kuss seele* leidenschaft* zärtlich* gefühl* gesund*?
people: mensch* leute gruppe* team* freund* nachbar* gemeinschaft* gesellschaft* bürger* gemeinsam*
    zusammen? fahrgäste* bewohner* einwohner*
family: familie* mutter* vater* mama papa oma opa großmutter* großvater* bruder* schwester* sohn? tochter?
    eltern*
child: kind? kinder* baby* junge? mädchen*
speech_bubble: sag* sprach? sprech* sprich* stimme? gespräch* wort? worte* wörter* erzähl* rede? redet
hands: hand? hände* hilf* helf* handgemacht* unterstütz* frieden? knet* spende*
trophy: pokal* sieg* gewinn* gewann* meister* preis? triumph* liga
medal: medaille* olympi* held* athlet*
target: ziel? ziele* zweck* präzis* genau?
flag: flagge* fahne* nation* präsident* regierung* minister* wahl? wahlen parlament* polit* gesetz* bundes*
music: musik* lied? lieder* sing* sang? gitarre* klavier* konzert* tanz* rhythm* klang* kopfhörer* melodie*
camera: kamera* foto* bild? bilder
film: film* kino* video* schauspiel* szene? serie? theater*
game: spiel? spiele? schach spaß* spielzeug*
ball: ball? bälle fußball* basketball* tennis* tor? tore spieler* mannschaft* spiel?
runner: lauf* läuf* lief? renn* marathon* sport* training* trainier* schnell*? geschwindigkeit? fitness
yoga: yoga medit* entspann* ruhe? gleichgewicht* dehn*
bed: bett? betten schlaf* schläf* schlief* kissen* traum? träum* müde* ausruh*
cup: tasse* kaffee* tee? espresso frühstück*
pot: topf? töpfe* kochen koch* suppe* eintopf* soße* sauce* köchel* nudel* reis?
pan: pfanne* brat* öl butter* pfannkuchen* spiegelei*
knife: messer* schneid* schnitt* hack* schäl* scheibe* würfel*
bowl: schüssel* misch* mehl* rühr* verrühr* teig? salat* zutat* salz* zucker* prise* müsli pfeffer
bread: brot* bäcker* back? backen backofen* teig? hefe* toast* brötchen*
fruit: obst* frucht* früchte* apfel* äpfel* orange* zitrone* erdbeer* banane* traube* kirsche* saft?
vegetable: gemüse* kartoffel* knoblauch* paprika* gurke* ernte?
fish: fisch* lachs* thunfisch* angel* wal? delfin* aquarium
egg: ei? eier* eigelb
cake: kuchen* torte* süß* dessert* keks* schokolade* bonbon* plätzchen* honig* sahne*
wine: wein? weine* bier* sekt* prost anstoß* feier* fest? party*
drop: wasser* tropf* trink* flüssig* gieß* träne* milch* gießen
fire: feuer* flamme* brand? heiß* hitze* brenn* kamin* ofen? wärme? erhitz*
ice: eis? eisig* kalt* kälte* gefrier* kühl* gletscher*
candle: kerze* stille* hoffnung* gebet* erinner* gedenk*
lamp: lampe* laterne* licht* leucht* hell?
key: schlüssel* geheim* zugang?
lock: schloss? sicher*? passwort* privatsphäre verschlüssel* gefängnis*
shield: schild? schütz* schutz* garantie* verteidig* armee* soldat* krieg* robust* versicher*
medical: arzt* ärzt* krankenhaus* doktor* krank* klinik* patient* notfall* gesundheit*
pill: tablette* medikament* impf* vitamin* apotheke* medizin*
bird: vogel* vögel* adler* taube* möwe* nest? flügel* spatz*
cat: katze* kater? kätzchen* löwe* tiger*
dog: hund? hunde* welpe* wolf* wölf* fuchs* haustier*
horse: pferd* reiter* galopp* pony*
butterfly: schmetterling* insekt* biene*
chat: chat* nachricht* kommentar* diskut* bewertung?
question: frag* warum zweifel* geheimnis* rätsel* wer?
check: fertig* bestätig* erledigt* einfach*? richtig? erfolg* serviere*
arrow_up: hinauf aufwärts besser? steig*?
steps: schritt* treppe* stufe* leiter? anleitung*
magnifier: such* find*? lupe* detail* untersuch* prüf*
megaphone: ankünd* kampagne* werb* protest* streik* achtung* alarm* warn*
umbrella: regenschirm* schirm* sonnenschirm*
school: schul* schüler* student* lehrer* lern* unterricht* universität* bildung* klasse? kurs? prüfung?
factory: fabrik* industri* produktion? herstell* verschmutz* stahl* emission* kohlen*
farm: bauernhof* bauer? bauern feld? felder landwirt* ernte* traktor* kuh kühe schaf* weizen acker* erde?
star_badge: qualität* beste*? neu? neue*? exklusiv* perfekt* luxus* design* elegant* besonder*? einzigartig*
    lieblings*
watch: armbanduhr* smartwatch*
battery: akku* batterie* aufladen
tomato: tomate*
onion: zwiebel*
carrot: karotte* möhre*
""",
    genres="""
recipe: rezept* zutat* mehl* zucker* salz* butter* ofen? backofen* backe* esslöffel* teelöffel* gramm tasse?
    eier* verrühr* misch* köchel* hacke* knoblauch zwiebel* prise* servier* pfanne* teig* schüssel*
product: kauf* bestell* entdeck*? angebot* rabatt* garantie* versand* kostenlos* preis? neu? akku* laden?
    erhältlich* ihr? ihre? dein? deine? jetzt? teste* sichern? entwickelt* sparen
poem: o? seele* mond? herz? stille? traum? nacht? liebe? schatten* wind? weint* rose? sehn*
news: regierung* minister* präsident* laut? prozent* inflation* wahl? wahlen polizei* behörde* million*
    milliard* erklärt* teilte montag dienstag mittwoch donnerstag freitag parlament* wirtschaft* gericht*
    angaben
instructions: schritt* zuerst dann? danach? schließlich drück* klick* steck* install* öffne* dreh* setze?
    entfern* wähl* stelle? ziehe* anleitung* so? achte* schraub* lege? löse? fülle? gib?
story: es_war einmal war? hatte? könig? prinzess* großmutter? wald? plötzlich lebte alt? alte? sagte? ging?
    sah?
""",
    moods="""
calm: ruh* still* sanft* leise* langsam* entspann* atm* brise see? frieden* medit* yoga gelassen* tee
bright: glück* freu* fröhlich* lach* bunt* feier* spaß* sonn*? frühling kinder? frisch* wunderb* genieß*
    einfach? sommer lecker*
warm: zuhause haus? familie* oma mutter* vater* liebe* brot* ofen? herz* freund* kaffee* dank* tradition*
    suppe* erinner* gemütlich* warm*
serious: krieg* krise* tod* tot* regierung* polizei* minister* wahl* inflation gesetz* angriff* gefahr*
    gefähr* risiko* krankheit* opfer* verbrech* notfall* arbeitslos* schuld* prozent?
dreamy: traum* träum* mond* stern* nacht* magi* zauber* nebel geheim* seele* universum ewig* wolke* fee?
energetic: schnell* stark* kraft* energie* renn* lauf*? tempo sport* sieg* meister* start? power*
    herausforder* explos* training* ultra elektr*?
""",
    weak="""
sehr nur auch machen macht gemacht tun sein haben gehen geht kommt kommen sagen ding dinge gut viel viele wenig
wieder schon noch immer nie hier dort jetzt dann etwas nichts man bitte ganz mal los danach davon dafür dazu
""",
    endings="n en e er s es",
)
