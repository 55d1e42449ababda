"""French words for what is drawn, for kinds of text and for moods."""

from lingoreel.media.film.keywords.table import Vocabulary

FRENCH = Vocabulary(
    motifs="""
sun: soleil* ensoleillé* lever_du aube été? solaire* midi matin?
moon: lune* lunaire nuit? minuit
stars: étoile* nuit? nuits galaxie* univers cosmos constellation* brill*?
cloud: nuage* ciel cieux brouillard brume météo
rain: pluie* pleut pleuvoir orage* tonnerre averse* tempête? inondation*
snow: neige* enneigé* hiver flocon*
wind: vent vents brise souffl* ouragan air? respir*? tempête*
rainbow: arc-en-ciel couleur* coloré* multicolore*
mountain: montagne* sommet? colline* alpes volcan* vallée* falaise*
sea: mer? mers océan* vague* plage* côte? rivage* île îles nag*er baie
river: rivière* fleuve* ruisseau* lac lacs cascade* canal
forest: forêt* bois? jungle nature? sentier* randonn*
tree: arbre* chêne* sapin* branche? racine* verger*
flower: fleur* rose? roses jardin* printemps pétale* bouquet* tulipe* floral*
leaf: feuille* plante* vert? verte? bio écolog* durable* environnement* herbe* automne basilic persil
    végétal* recycl* climat
city: ville* urbain* gratte-ciel quartier* capitale? immeuble* centre-ville avenue
house: maison* foyer* logement* appartement* chambre? porte? fenêtre* toit* village* cuisine? hôtel*
bridge: pont ponts
road: route* rue rues chemin* autoroute* trajet* march*er? promenade
car: voiture* auto? automobile* conduire conduct* taxi* véhicule* circulation autobus
train: train* gare* métro* tramway* ferroviaire wagon* tgv
plane: avion* vol? vols aéroport* voyag* pilote* tourist* vacances
ship: bateau* navire* voile? voilier* port? marin? marins croisière* capitaine* barque* phare?
bicycle: vélo* bicyclette* cycl* pédal*
rocket: fusée* espace? spatial* astronaute* lancement* lanc*? orbite
globe: monde mondial* planète* terre? global* international* pays? langue* étranger* europe continent*
map: carte? région* destination* lieu? lieux explor* itinéraire*
compass: boussole nord sud aventur* découvr* découverte* cap?
clock: horloge* heure heures minute* seconde* temps? réveil? attend*?
calendar: calendrier* date? jour? semaine* mois lundi mardi mercredi jeudi vendredi samedi dimanche janvier
    février mars? avril mai juin juillet août septembre octobre novembre décembre hier demain année* an? ans?
    annuel*
hourglass: siècle* ancien* éternité patience délai* passé? autrefois
book: livre* roman? conte* histoire* lire lit? lecture* lecteur* page* recette? bibliothèque poème*
    littérature
pen: stylo* crayon* écri* dessin* not*er signature*
letter: lettre* courrier* courriel* mail* e-mail enveloppe carte_postale
newspaper: journal* journaux presse? actualité* article? magazine
computer: ordinateur* logiciel* code? web internet site? écran* numérique* données clavier ligne?
    informatique
phone: téléphon* portable? smartphone* application* appli* appel? appels
chip: puce* processeur* électronique* circuit* capteur*
robot: robot* automat* intelligence_artificielle ia
network: réseau* connexion* connect* wifi bluetooth serveur*
chart: pourcentage* cent? statistique* sondage* résultat* inflation taux étude? chiffre*
growth: croissance* augment* hausse* croît grandi* bénéfice* économ* progress* record? amélior*
coin: argent? prix euro euros dollar* pay*er paie* coût* banque* épargne* remise* réduction* impôt* million*
    milliard* salaire* économise*
wallet: dépens* portefeuille* dette* budget*
shop: magasin* boutique* marché? marchés vente* vend* commerce* supermarché*
cart: achat* achet* panier* command* client*
gift: cadeau* gratuit* anniversaire* noël surprise* offre* offert* promotion*
box: boîte* colis paquet* livraison* livr*é emballage* carton*
tool: outil* marteau* vis visse* répar* install* constru* mont*er bricol* clou* tournevis
gear: engrenage* moteur* machine* mécani* ingénieur* technolog* système? réglage*
lightbulb: ampoule* idée* innov* invent* pens*? créati* inspir* solution* imagin* intelligent* électricité
    astuce*
flask: chimi* laboratoire* expérience? formule*
atom: atome* atomique* physique? nucléaire* énergie? quantique* molécule*
microscope: microscope science* scientifique* recherche? chercheur* bactérie* virus cellule* adn
heart: cœur* coeur* amour* aim* tendre* tendresse bais* âme* passion* cher? chère? santé?
people: gens personne? personnes groupe* équipe? ami? amis amie* voisin* communauté* société public?
    citoyen* ensemble? passagers habitants
family: famille* mère* père* maman papa grand-mère grand-père frère* sœur* fils? fille? parent*
child: enfant* bébé* garçon* fillette petit? jeune? jeunes
speech_bubble: dit? disait parl* voix conversation* mot? mots racont* déclar* annonc*? parole*
hands: main mains aid* artisan* soutien* accord? paix? pétri* don dons ensemble?
trophy: trophée* gagn* victoire* champion* coupe? prix? triomph* ligue
medal: médaille* olympique* héros athlète*
target: objectif* but? cible* précis* viser
flag: drapeau* nation* président* gouvernement* ministre* élection* parlement* politique* loi? vote*
music: musiq* musical* chanson* chant* guitare* piano concert* dans*er danse* rythme* son? écoute*? casque?
    mélodie*
camera: appareil_photo photo* caméra* image* objectif_photo
film: film* cinéma* vidéo* acteur* actrice* scène? série? théâtre
game: jeu? jeux jou*er? échecs amus* jouet*
ball: ballon* balle* football foot basket tennis match* but? buts joueur* équipe?
runner: cour*ir coureur* course? marathon* sport* entraîn* exercice* vitesse? rapide*? vite?
yoga: yoga médit* relax* détend* calme? équilibr* étir*
bed: lit? dorm* dort sommeil* oreiller* repos* rêv*? sieste
cup: tasse* café* thé expresso espresso petit-déjeuner
pot: casserole* marmite* soupe* bouill* cuis* mijot* sauce* ragoût* recette* pâtes riz?
pan: poêle* frire frit* huile* beurre* crêpe* omelette* rissol* dor*er
knife: couteau* coup*er coupe* tranch* émince* épluch* hach* découp*
bowl: bol? bols mélang* farine* fouett* salade* ingrédient* sel sucre* pincée* saladier* pâte? poivre
bread: pain* boulang* four? fournil cuire? baguette* levure croissant* tartine*
fruit: fruit* pomme* orange? citron* fraise* banane* raisin* cerise* mangue* avocat? jus?
vegetable: légume* ail pommes_de_terre poivron* salade? récolte?
fish: poisson* saumon* thon pêch* baleine* dauphin* aquarium
egg: œuf* oeuf*
cake: gâteau* dessert* biscuit* chocolat* tarte* sucré* bonbon* miel crème*
wine: vin? vins bière* champagne trinqu* fête* célébr* cocktail*
drop: eau? eaux goutte* boire? boisson* liquide* arros* larme* lait? vers*er verse*
fire: feu? feux flamme* incendie* chaud* chaleur* brûl* cheminée* four?
ice: glace? glacé* froid* gel* congel* frigo* glacier* réfrigér*
candle: bougie* silence* espoir* prièr* souvenir* mémoire?
lamp: lampe* lanterne* lumière* lueur* éclair* phare*
key: clé? clés clef* secret* accès?
lock: cadenas sécuris* sécurité? serrure* confidential* ferm*er? prison* verrou*
shield: bouclier* protèg* protec* garanti* sûr? défen* armée* soldat* guerre* résistant* assurance*
medical: médecin* hôpital* docteur* infirmi* maladie* clinique* patient? patients urgence* santé*
pill: pilule* médicament* vaccin* vitamine* pharmac* comprimé*
bird: oiseau* aigle* colombe* mouette* nid* aile* moineau*
cat: chat? chats chaton* lion* tigre*
dog: chien* chiot* loup* renard*
horse: cheval chevaux cavalier* galop*
butterfly: papillon* insecte* abeille*
chat: message* commentaire* discut* discussion* avis?
question: question* pourquoi doute* mystère* énigme* qui?
check: prêt? prête? termin* confirm* approuv* facile*? correct*? réussi* serv*ez? servir?
arrow_up: mont*? haut? améliore?
steps: étape* marche? marches escalier* niveau* échelle* instruction*
magnifier: cherch* trouv*? loupe* détail* enquêt* examin* vérifi*
megaphone: annonc* campagne? publicité* manifest* grève* attention? présent*ons alerte*
umbrella: parapluie* parasol* abri*
school: école* élève* étudi* professeur* appren* enseign* classe? université* éducat* leçon* lycée* examen*
factory: usine* industri* production? fabriqu* pollution* acier émission* carbone
farm: ferme? fermier* agricul* champ? champs récolt* cultiv* tracteur* vache* mouton* potager* blé paysan*
star_badge: qualité* meilleur*? nouve*? exclusif* exclusiv* parfait* luxe* design* élégan* spécial*? unique*
    incroyable* favori*
watch: montre? montres
battery: batterie* rechargeable*
tomato: tomate*
onion: oignon*
carrot: carotte*
""",
    genres="""
recipe: recette* ingrédient* farine* sucre* sel? beurre* four? cuire* cuillère* cuillerée* grammes tasse*
    œuf* oeuf* mélang* fouett* mijot* hach* ail oignon* pincée* serv*ez? poêle* casserole* ajoutez
product: achet* command*ez découvr*ez offre* remise* réduction* garanti* livraison* gratuit* prix? nouve*?
    batterie* magasin* disponible* votre? vos? vous? essay*ez profitez abonn* conçu*
poem: ô âme* lune? cœur? silence? songe* nuit? amour? ombre* vent? pleur* oubli* rose? soupir*
news: gouvernement* ministre* président* selon annonc* pourcent* inflation élection* police* autorités
    million* milliard* déclar* lundi mardi mercredi jeudi vendredi parlement* banque? économie tribunal
instructions: étape* puis? ensuite? enfin? appuy* cliqu* branch* install* ouvr*ez tourn*ez plac*ez retir*
    insér* sélectionn* débranch* assurez-vous régl* comment? viss*
story: jadis autrefois était? avait? fois? roi? princesse* grand-mère? forêt? alors? vieux? vieille? vivait
    dit-il dit-elle regarda soudain
""",
    moods="""
calm: calme* tranquill* doux douce* silence* lent* repos* respir* brise lac* paix médit* yoga serein* thé
bright: heureu* bonheur joie* joyeu* souri* couleur* fête* amus* soleil? printemps enfant? frais fraîche*
    merveill* profit*? rire* facile? été délicieu*
warm: maison foyer* famille* grand-mère mère* père* amour* tendre* pain* four? cœur* ami* café* merci
    tradition* soupe* souvenir*
serious: guerre* crise* mort* gouvernement* polic* ministre* élection* inflation loi attaque* danger*
    risque* maladie* victime* crime* urgence* chômage dette* pollution*
dreamy: rêv* lune* étoile* nuit* magi* brume secret* âme* univers imagin* étern* mystèr* nuage* fée*
energetic: rapid* puissan* force? fort* énergie* cour* vitesse sport* gagn* champion* lanc*? défi* action?
    explos* entraîn* ultra électri*?
""",
    weak="""
très faire fait font fais avoir dire chose choses être aller va peut peuvent ici là bien beaucoup peu autre
autres fois aussi encore déjà toujours jamais même quelque rien tout puis alors donc après avant lui elle cela
ça y en comment où
""",
    endings="s es x e ment nt ez er",
)
