"""Spanish words for what is drawn, for kinds of text and for moods."""

from lingoreel.media.film.keywords.table import Vocabulary

SPANISH = Vocabulary(
    motifs="""
sun: sol soleado amanecer atardecer verano mediodía solar mañana? luz?
moon: luna lunar noche? medianoche
stars: estrella* noche? galaxia universo cosmos constelaci* brill*?
cloud: nube* nublado cielo* niebla clima?
rain: lluvi* llov* llueve tormenta* trueno aguacero inundaci*
snow: nieve* nevada nevó invierno copo*
wind: viento* brisa huracán soplo aire? respir*?
rainbow: arcoíris arcoiris color colores colorid*
mountain: montaña* cumbre cima? colina* sierra volcán valle cordillera
sea: mar mares océano* ola olas playa* costa? orilla isla* nad*? bahía
river: río ríos arroyo* lago* cascada
forest: bosque* selva* naturaleza sendero?
tree: árbol* roble* pino* rama? raíces
flower: flor flores rosa? rosas jardín jardines primavera pétalo* ramo? florec*
leaf: cav* sembr* siembr* semilla* hoja* planta* verde? ecológic* orgánic* sostenible* medioambient* hierba* otoño
    albahaca perejil
    vegan* recicl*
city: ciudad* urban* rascacielos barrio? capital? avenida centro?
house: casa casas hogar* vivienda* apartamento piso? habitación puerta ventana* techo pueblo* aldea* cocina?
    hotel*
bridge: puente*
road: camino* calle* carretera* autopista sendero* ruta? caminar camina*? pasear
car: coche* carro* automóvil* auto? conduc* taxi* tráfico vehículo* autobús autobuses
train: tren trenes metro? ferrocarril estación tranvía vagón
plane: avión aviones vuelo* aeropuerto* viaj* piloto volar? turis* vacaciones
ship: barco* barca* velero puerto? naveg* marinero* crucero capitán muelle
bicycle: bicicleta* bici bicis cicl* pedal*
rocket: cohete* espacio? espacial astronauta* lanzamiento lanz*? nasa órbita marte
globe: mundo mundial* planeta* tierra? global* internacional país? países idioma* lengua? extranjer* europa
    américa continente
map: mapa* ubicación lugar? región destino* explor* turista* provincia
compass: brújula norte? sur? rumbo aventura* descubr*
clock: reloj* hora horas minuto* segundo? segundos tiempo? alarma espera* tarde?
calendar: calendario fecha* día? semana* mes meses lunes martes miércoles jueves viernes sábado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ayer hoy? año?
    años? anual
hourglass: siglo* antigu* eternidad paciencia plazo* décad* pasado?
book: libro* novela* cuento* historia* leer lee? lectura lector* página* receta? biblioteca poema*
    literatura guía?
pen: lápiz bolígrafo escrib* escrit* dibuj* nota? notas firma* apunta*
letter: carta* correo* sobre_de email mensaje? postal
newspaper: periódico* noticia* prensa diario? titular* periodista* revista informó? según?
computer: ordenador* computador* portátil software programa* código* web internet pantalla* digital* datos
    teclado línea?
phone: teléfono* móvil* celular* aplicación app apps smartphone llam*?
chip: chip microchip procesador* circuito* electrónic* sensor*
robot: robot* automátic* inteligencia_artificial ia máquina?
network: red? redes conexión conect* wifi bluetooth servidor*
chart: porcentaje* ciento estadística* encuesta* resultado* inflación tasa* estudio? cifra*
growth: crec* aument* subi*? sube* alza ganancia* econom* mejor*? progres* récord
coin: dinero precio* euro euros dólar* peso? pesos pag* costo* cuesta* costó ahorr* descuento* banco*
    impuesto* barat* millon* ingresos
wallet: gast* cartera* billetera* deuda* presupuesto*
shop: tienda* mercado* comercio* compras supermercado venta* vend*
cart: compra comprar carrito pedido* pide? cliente*
gift: regalo* gratis gratuit* cumpleaños navidad sorpresa* oferta* promoción
box: caja? paquete* envío* enví* entrega* embalaje
tool: herramienta* martillo* tornillo* arregl* repar* instal* construcci* constru* montaje montar
    destornillador tuerca
gear: engranaje* motor* máquina* mecanismo ingenier* tecnolog* sistema? ajust*
lightbulb: bombilla idea* innov* invent* pens*? creativ* inspir* soluci* imagin* inteligente* electricidad
    truco consejo*
flask: químic* laboratorio* experimento* prueba*? fórmula*
atom: átomo* atómic* física nuclear energía? cuántic* molécula*
microscope: microscopio ciencia* científic* investig* bacteria* virus célula* adn
heart: corazón* amor* am*é? cariño bes* alma* querid* pasión salud? ternura sentir siente?
people: gente persona* grupo* equipo* amig* vecin* comunidad* sociedad público? ciudadan* juntos trabajador*
    pasajer* población
family: familia* madre* padre* mamá papá abuel* herman* hij* espos* tía tío
child: niñ* bebé* chic* infan* joven? jóvenes
speech_bubble: dij* dice* decía* habl* conversa* voz? voces palabra* cuent* declar* anunci*? pregunt*?
hands: mano manos ayud* artesan* apoy* acuerdo? paz? mezcl*? donaci* amasa*
trophy: trofeo gan* victoria* campeon* copa? premio* triunf* liga
medal: medalla* olímpic* oro? plata? héroe* atleta*
target: objetivo* meta? metas blanco? precis* propósito
flag: bandera* nación nacional* president* gobierno* ministr* elección elecciones parlamento polític* ley?
    votos
music: música* musical* canci* cant* guitarra piano concierto* bail* ritmo sonido? escuch*? auricular*
    melodía
camera: cámara* foto* fotograf* imagen? imágenes lente
film: película* cine video* vídeo* actor actriz director? escena? serie? teatro
game: juego* jug*? videojuego* ajedrez divert*? juguete*
ball: pelota* balón fútbol baloncesto tenis partido? gol goles equipo? jugador* marcador
runner: corr* maratón deport* entrenamiento ejercicio* carrera? gimnasio velocidad? rápid*? atleta*
yoga: yoga medit* relaj* calma? tranquil*? estir* equilibrio*
bed: cama* dorm* duerm* sueño* almohada* descans* siesta reposar?
cup: taza* café* té cafetera desayun* espresso chocolate_caliente
pot: olla* cazuela* sopa* guiso* hervir hierve* cocin* coc*er cuec* cocer salsa* caldo* receta* pasta?
    arroz?
pan: sartén* freír fríe* frit* aceite* tortilla* sofr* dora* plancha
knife: cuchillo* cort* pica* pel* rodaja* trocea* rebanada*
bowl: cuenco* bol mezcla* bate* batir? harina* masa* ensalada* ingrediente* sal azúcar* pizca* remuev*
bread: pan? panes panader* horno? hornea* masa? levadura tostad* bocadillo
fruit: fruta* manzana* naranja* limón* fresa* plátano* uva* cereza* mango* aguacate* zumo* jugo?
vegetable: verdura* patata* papa? papas ajo* pimiento* lechuga* legumbre*
    cosecha?
fish: pez peces pescad* pesca? salmón atún ballena* delfín marisco* acuario
egg: huevo* yema*
cake: pastel* tarta* dulce* postre* galleta* chocolate* caramelo* cumpleaños? azúcar? miel
wine: vino* cerveza* brind* fiesta* champán celebr* copa?
drop: agua* gota* beb* líquid* rieg* reg*aba lágrima* leche regaba vierte*
fire: fuego* llama? llamas incendi* caliente? calor* ardi* quem* chimenea hoguera picante
ice: hielo* helad* frío? fría? congel* nevera* frigorífico polar glaciar*
candle: vela* silencio* esperanza* rez* recuerd*? memoria?
lamp: lámpara* farol* luz? luces faro? linterna ilumin*
key: llave? llaves secreto* clave? acceso?
lock: candado* segur*? contraseña* privacidad cerr*? cerradura prisión
shield: escudo* proteg* protec* garant* seguro? seguridad? defen* ejército soldado* guerra* resistente*
medical: médic* hospital* doctor* enfermer* enfermedad* clínica* pacient* urgenc* salud* ambulancia
pill: pastilla* medicina* medicament* vacuna* vitamina* farmacia* dosis
bird: pájaro* ave? aves águila* paloma* gaviota* nido* ala? alas gorrión
cat: gat* león tigre*
dog: perr* cachorro* lobo* zorro* mascota*
horse: caballo* jinete* galop* yegua
butterfly: mariposa* insecto* abeja*
chat: chat* mensaje* comentario* charl* opinión? opiniones
question: pregunt* duda* misterio* por_qué enigma quién?
check: listo? lista? complet* confirm* aprob* fácil*? correct*? éxito sirve?
arrow_up: sube*? arriba? mejora?
steps: paso? pasos escalera* escalón peldaño* nivel? niveles etapa* instrucci*
magnifier: busc* encuentr*? lupa descubre? detalle* examin* revis*? detectiv*
megaphone: anunci* campaña* public*? publicidad protest* huelga* atención? presenta*? alerta*
umbrella: paraguas sombrilla refugio
school: escuela* colegio* estudi* maestr* profesor* aprend* enseñ* clase? clases universidad* educa*
    lección* examen*
factory: fábrica* industri* producción? fabric* contamina* acero emision* carbono humo?
farm: cav* suelo? granja* campo? campesin* agricult* cosech* cultiv* tractor* vaca* oveja* huerto* trigo rural*
star_badge: calidad* mejor? nuev*? exclusiv* perfect* lujo* diseño* elegante* especial? únic*? increíble*
    favorit* certifica*
watch: smartwatch reloj_inteligente pulsera?
battery: batería* recarg*
tomato: tomate*
onion: cebolla*
carrot: zanahoria*
""",
    genres="""
recipe: receta* ingrediente* harina* azúcar* sal? aceite* horno* hornea* sartén* cuchara* cucharad* gramos
    taza* huevo* mezcla* bate* hierv* cocin* pica*? ajo* cebolla* pizca* sírve* sirve*? pela* fríe* dora*
    remuev* rodajas minutos?
product: compra? pide descubre* oferta* descuento* garant* envío* gratis precio* nuev*? batería* tienda*
    disponible* tu? tus? suscrí* prueba*? ahora? diseñ* llévate* cómpra* promoción ahorr*
poem: oh alma* luna? corazón? silencio? sueño? noche? amor? sombra* viento? lloro olvido* rosa? suspiro*
news: gobierno* ministr* president* según anunci* ciento inflación elecci* policía* autoridad* millon*
    declar* inform* lunes martes miércoles jueves viernes parlamento banco? economía aument*? tribunal
instructions: paso? pasos primero? luego? después? finalmente presion* pulsa* haz? clic conecta* instala*
    abre* gira* coloca* retira* inserta* selecciona* desenchuf* asegúrate configur* cómo? apriet*
story: érase había? vez? era? niñ*? rey? princesa* abuel*? bosque? entonces? viej* vivía* dijo? miró decía?
    tenía?
""",
    moods="""
calm: calma* tranquil* suave* silencio* lent* descans* respir* brisa lago* paz medit* yoga seren* té
bright: feliz* felic* alegr* sonr* color* fiesta* divert* sol? primavera niñ*? fresc* maravill* disfrut*
    risa* fácil? verano delicios*
warm: casa hogar* familia* abuel* madre* padre* amor* cariñ* pan? horno? corazón* amig* caf* abraz* recuerd*
    gracias tradicional* sopa* casero*
serious: guerra* crisis muert* muri* gobierno* polic* ministr* elecci* inflación ley ataque* peligr* riesg*
    enfermedad* víctima* protest* crimen emergencia* ciento? desempleo deuda*
dreamy: sueñ* luna* estrella* noche* magia* mágic* niebla secreto* alma* universo imagin* eternidad misteri*
    nube* hada*
energetic: rápid* potent* fuerza* fuerte? energía* corr* velocidad deport* gan*? campe* lanz* poder* reto*
    acción! explosi* entren* máxim* ya? imparable*
""",
    weak="""
muy sólo solo hacer hace hacía hizo tener tiene tenía tengo decir cosa cosas ser estar ir va voy van poder puede
pueden hay ahora aquí allí así bien mucho mucha muchos muchas poco poca otro otra vez veces día luego entonces
mismo misma algo alguien nada nadie cada también ya aún todavía después antes él ella ellos ellas esto eso usted
ustedes
""",
    endings="s es mente ndo lo la los las",
)
