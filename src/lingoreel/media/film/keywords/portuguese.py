"""Portuguese words for what is drawn, for kinds of text and for moods."""

from lingoreel.media.film.keywords.table import Vocabulary

PORTUGUESE = Vocabulary(
    motifs="""
sun: sol ensolarad* amanhecer nascer_do verão solar* manhã?
moon: lua* luar noite? meia-noite
stars: estrela* noite? galáxia* universo cosmos brilh*?
cloud: nuve* céu* nublado neblina névoa tempo?
rain: chuva* chov* tempestade* trovão enchente* temporal
snow: neve nev* inverno floco*
wind: vento* brisa furacão ar? respir*?
rainbow: arco-íris cor? cores colorid*
mountain: montanha* serra* cume pico? colina* vulcão vale?
sea: mar mares oceano* onda* praia* costa? ilha* nad*ar baía
river: rio rios riacho* lago* cachoeira*
forest: floresta* selva* mata? natureza* trilha*
tree: árvore* pinheiro* carvalho* galho* raízes
flower: flor flores rosa? rosas jardim jardins primavera pétala* buquê*
leaf: folha* planta* verde? ecológic* orgânic* sustentáv* ambient* erva* outono manjericão salsa vegan*
    recicl* clima
city: cidade* urban* arranha-céu* bairro* capital? avenida*
house: casa* lar lares apartamento* quarto? porta? janela* telhado aldeia* vila? cozinha? hotel hotéis
    moradia*
bridge: ponte*
road: estrada* rua* caminho* rodovia* caminh*ar? trilho*
car: carro* automóvel automóveis dirig* motorista* táxi* trânsito veículo* ônibus
train: trem trens comboio* metrô* metro? ferrovi* estação?
plane: avião* aviões voo* aeroporto* viag* viaj* piloto* voar? turis* férias
ship: barco* navio* vela? veleiro* porto? naveg* marinheiro* cruzeiro* capitão cais
bicycle: bicicleta* bike* ciclis* pedal*
rocket: foguete* espaço? espacial* astronauta* lançamento* órbita
globe: mundo* mundial* planeta* terra? global* internacional* país? países idioma* língua* estrangeir*
    europa continente*
map: mapa* região* lugar? destino* explor* província*
compass: bússola norte? sul? aventur* descobr* descub*
clock: relógio* hora horas minuto* segundo? segundos tempo? alarme esper*?
calendar: calendário* data? dia? semana* mês meses segunda-feira terça-feira quarta-feira quinta-feira
    sexta-feira sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro
    dezembro ontem amanhã ano? anos? anual
hourglass: século* antig* eternidade paciência prazo* década*
book: livro* romance? conto? contos história* ler leitura* leitor* página* receita? biblioteca poema*
    literatura
pen: caneta* lápis escrev* escrit* desenh* nota? notas assin*
letter: carta* correio* e-mail* email* envelope*
newspaper: jornal* jornais notícia* imprensa manchete* jornalista* revista segundo?
computer: computador* notebook software programa* código* web internet tela? digital* dados teclado online
    site?
phone: telefone* celular* aplicativo* app apps smartphone* telemóvel
chip: chip microchip processador* eletrônic* circuito* sensor*
robot: robô* automátic* inteligência_artificial ia
network: rede? redes conexão* conect* wifi bluetooth servidor*
chart: porcentagem cento estatística* pesquisa? resultado* inflação taxa* estudo? número?
growth: cresc* aument* subi*? alta? lucro* econom* melhor*? progress* recorde*
coin: dinheiro preço* euro* dólar* real? reais pag*ar pagamento* custo* custa* banco? bancos economiz*
    desconto* imposto* milh* bilh* barat*
wallet: gast* carteira* dívida* orçamento*
shop: loja* mercado* comércio* supermercado* venda* vend*
cart: compr* carrinho* pedido* peça? cliente*
gift: presente? presentes grátis gratuit* aniversário* natal surpres* oferta* promoção
box: caixa? pacote* entreg* envio* embalagem*
tool: ferramenta* martelo* parafus* consert* instal* constru* mont*ar
gear: engrenagem motor* máquina* mecânic* engenh* tecnolog* sistema? ajust*
lightbulb: lâmpada? ideia* inov* invent* pens*? criativ* inspir* soluç* imagin* inteligent* eletricidade
    dica*
flask: químic* laboratório* experiência? fórmula*
atom: átomo* atômic* física? nuclear* energia? quântic* molécula*
microscope: microscópio ciência* científic* cientista* pesquisador* bactéria* vírus célula* dna
heart: coração* corações amor* am*ei carinh* beij* alma* querid* paixão saúde?
people: gente pessoa* grupo* equipe* amig* vizinh* comunidade* sociedade* público? cidad*ãos juntos
    passageiro* moradores
family: família* mãe* pai? pais mamãe papai avó* avô* irm* filh* espos* tio tia
child: crianç* menin* bebê* garot* jovem? jovens
speech_bubble: diss* diz* fal* convers* voz? vozes palavra* cont*ou declar* anunci*?
hands: mão mãos ajud* artesan* apoi* acordo? paz? amass* doaç*
trophy: troféu* ganh* vitória* campe* copa? prêmio* triunf* liga
medal: medalha* olímpic* ouro? prata? herói* atleta*
target: objetivo* meta? metas alvo* precis*ão propósito
flag: bandeira* nação naciona* president* governo* ministr* eleiç* parlamento polític* lei? voto*
music: música* musical* canç* cant* violão guitarra piano concerto* show? danç* ritmo* som? ouvi*? fone?
    fones melodia*
camera: câmera* foto* imagem? imagens lente
film: filme* cinema* vídeo* ator? atriz cena? série? teatro
game: jogo* jog*ar? videogame* xadrez divert*? brinquedo* brinc*
ball: bola* futebol basquete tênis partida? gol? gols jogador* time?
runner: corr* maratona* esport* trein* exercício* academia? velocidade? rápid*?
yoga: ioga yoga medit* relax* calma? equilíbrio* along*
bed: cama* dorm* sono* sonh*? travesseiro* descans*
cup: xícara* café* chá espresso cafeteira
pot: panela* sopa* ferv* cozinh* cozid* molho* caldo* receita* macarrão arroz?
pan: frigideira* frit* azeite* óleo* manteiga* panqueca* omelete* dour*
knife: faca* cort* pic*ar descas* fatia* fatie*
bowl: tigela* mistur* bat*er farinha* massa? salada* ingrediente* sal açúcar* pitada* mexa* pimenta
bread: pão pães padari* forno? ass*ar fermento* torrad* sanduíche*
fruit: fruta* maçã* laranja* limão* morango* banana* uva* cereja* manga? abacate* suco*
vegetable: legume* verdura* batata* alho* pimentão* alface* colheita?
fish: peixe* pesc* salmão atum baleia* golfinho* aquário*
egg: ovo ovos gema*
cake: bolo* doce* sobremesa* biscoito* chocolate* torta* mel creme*
wine: vinho* cerveja* brind* festa* champanhe celebr* comemor*
drop: água* gota* beb* líquid* reg*ar lágrima* leite despej*
fire: fogo* chama? chamas incêndi* quente* calor* queim* lareira* fogueira*
ice: gelo* gelad* fri* congel* geladeira* geleira*
candle: vela? velas silêncio* esperança* oraç* lembr* memória?
lamp: lâmpada* lanterna* luz? luzes farol* ilumin*
key: chave* segredo* acesso?
lock: cadeado* segur*? senha* privacidade fechadura* prisão
shield: escudo* proteg* proteç* garant* defes* defend* exército soldado* guerra* resistente*
medical: médic* hospital* doutor* enferm* doenç* clínica* pacient* emergência* saúde*
pill: comprimido* remédio* medicament* vacin* vitamina* farmácia*
bird: pássaro* ave? aves águia* pomba* gaivota* ninho* asa? asas
cat: gat* leão leões tigre*
dog: cachorro* cão cães lobo* raposa*
horse: cavalo* cavaleiro* galop*
butterfly: borboleta* inseto* abelha*
chat: mensag* coment* bate-papo* conversa?
question: pergunt* dúvida* mistério* por_que enigma* quem?
check: pronto? pronta? complet* confirm* aprov* fácil*? corret*? sucesso* sirva?
arrow_up: subir? acima? melhor*?
steps: passo? passos escada* degrau* nível? etapa* instruç*
magnifier: busc* procur* encontr*? lupa* detalhe* investig* verifi*
megaphone: anunci* campanha* publicidade* protest* greve* atenção? alerta* apresent*?
umbrella: guarda-chuva* sombrinha abrigo*
school: escola* alun* estud* professor* aprend* ensin* aula? aulas universidade* educa* lição* prova?
factory: fábrica* indústri* produção? fabric* poluiç* aço emiss* carbono
farm: fazenda* campo? agricult* colh* cultiv* trator* vaca* ovelha* horta* trigo rural
star_badge: qualidade* melhor? novo? nova? exclusiv* perfeit* luxo* design* elegant* especial? únic*?
    incrív* favorit*
watch: smartwatch relógio_inteligente
battery: bateria*
tomato: tomate*
onion: cebola*
carrot: cenoura*
""",
    genres="""
recipe: receita* ingrediente* farinha* açúcar* sal? azeite* forno* asse? frigideira* colher? colheres gramas
    xícara* ovos mistur* bata? ferv* cozinh* pique alho* cebola* pitada* sirva* manteiga* mexa* despej*
product: compre* peça descubra* oferta* desconto* garant* frete* entrega* grátis preço* novo? bateria* loja*
    disponíve* seu? sua? assine* experiment* agora? aproveite* economiz*
poem: ó alma* lua? coração? silêncio? sonho? noite? amor? sombra* vento? choro saudade* rosa?
news: governo* ministr* president* segundo? anunci* cento inflação eleiç* polícia* autoridad* milh* bilh*
    declar* inform* segunda-feira terça-feira quarta-feira quinta-feira sexta-feira parlamento economia tribunal
instructions: passo? passos primeiro? depois? finalmente pression* clique* conect* instal* abra? gire*
    coloque* retir* insir* selecion* desligue* certifique* configur* como?
story: era_uma vez? havia? tinha? era? menin* rei? princesa* avó? floresta? então? velh* vivia* disse? olhou
    repente
""",
    moods="""
calm: calm* tranquil* suave* silêncio* lent* descans* respir* brisa lago* paz medit* ioga seren* chá
bright: feliz* felic* alegr* sorri* cor? colorid* festa* divert* sol? primavera crianç*? fresc* maravilh*
    aproveit* riso* fácil? verão delici*
warm: casa lar família* avó* mãe* pai? amor* carinh* pão* forno? coração* amig* café* abraç* lembr* obrigad*
    tradicion* sopa* caseir*
serious: guerra* crise* mort* morr* governo* polícia* ministr* eleiç* inflação lei ataque* perig* risco*
    doenç* vítima* protest* crime* emergênc* desemprego dívida*
dreamy: sonh* lua* estrela* noite* magia* mágic* névoa segredo* alma* universo imagin* etern* mistéri* nuve*
    fada*
energetic: rápid* potente* forç* energia* corr* velocidade esport* ganh* campe* lanç* poder* desafi* explos*
    trein* máxim* já?
""",
    weak="""
muito muita fazer faz fez ter tem tinha dizer coisa coisas ser estar ir vai vou pode podem há agora aqui ali
assim bem muitos muitas pouco outro outra vezes então mesmo algo alguém nada ninguém também já ainda sempre
nunca depois antes ele ela eles elas isso isto você vocês tudo
""",
    endings="s es mente ndo",
)
