"""English words for what is drawn, for kinds of text and for moods."""

from lingoreel.media.film.keywords.table import Vocabulary

ENGLISH = Vocabulary(
    motifs="""
sun: sun sunny sunshine sunlight sunrise sunset dawn summer daylight bright? solar warm? morning?
moon: moon moonlight lunar night? midnight
stars: star stars starry starlight night nightfall galaxy constellation universe cosmos sparkle twinkle
    dusk?
cloud: cloud cloudy sky skies overcast fog foggy mist misty weather
rain: rain rainy rainfall shower? storm stormy thunder thunderstorm downpour drizzle flood flooding
snow: snow snowy snowfall snowflake winter blizzard
wind: wind windy breeze gust storm? hurricane air? breath breathe blow
rainbow: rainbow colour? color? colorful colourful
mountain: mountain mountainous peak summit hill alps everest climb climber volcano cliff valley
sea: sea ocean wave tide coast coastal shore seaside beach bay island pacific atlantic surf swim swimming
river: river stream? creek brook lake waterfall canal riverbank
forest: forest woods woodland jungle rainforest wilderness nature? trail hike hiking
tree: tree oak pine branch? trunk orchard bark? roots
flower: flower floral blossom bloom petal rose? tulip garden gardening spring? bouquet daisy
leaf: dig? digging soil? seasons leaf leaves green? plant? plants organic eco ecological sustainable sustainability
    nature
    natural herb herbal tea autumn basil mint parsley environment environmental climate recycle recycled
    recycling vegan
city: city urban downtown skyline skyscraper town metropolis capital? streets tower avenue
house: house home household cottage villa roof apartment flat? room kitchen? living door window hotel
    housing village bedroom neighbour neighbor neighbourhood neighborhood
bridge: bridge connect? across?
road: road street highway path? route? journey walk walking way?
car: car automobile vehicle driver drive? driving taxi suv electric_car parking traffic garage
train: train railway rail railroad metro subway tram station? locomotive commuter commute
plane: plane airplane aircraft flight airport fly? pilot airline jet trip? flew aviation vacation? holiday?
    travel traveller traveler
ship: ship boat vessel sail sailor sailing ferry harbour harbor port? cruise yacht fleet captain
bicycle: bicycle bike cyclist cycling cycle? pedal
rocket: rocket spacecraft spaceship launch? launched? nasa astronaut orbit startup boost? space? mission?
    mars satellite
globe: earth? globe world worldwide global planet international country nation? continent abroad foreign
    europe africa asia america united_nations languages language?
map: map location? destination region district place? route explore explorer tour tourist
compass: compass navigate navigation direction? north south west east? adventure discover discovery
clock: clock hour minute second? time? o'clock alarm punctual timer noon schedule? moment? am pm wait
    waiting
calendar: calendar date? day? week month monday tuesday wednesday thursday friday saturday sunday january
    february march? april june july august september october november december yesterday tomorrow weekend
    schedule annual year?
hourglass: hourglass patience deadline ancient century centuries era eternity forever past? years? decade
book: book novel story? stories? library read reading reader page? chapter recipe? author literature tale
    poem poetry fairytale guide? manual? history? lesson study
pen: pen pencil write writing wrote written writer sign? signature draw drawing draft sketch note? notes
letter: letter mail email e-mail envelope postcard post? inbox send? invitation
newspaper: newspaper news press? headline journalist journalism reporter reported report? article magazine
    officials
computer: computer laptop desktop pc software program? programming code coding developer website web
    internet online screen keyboard app? digital data? monitor
phone: phone smartphone telephone mobile iphone android call? calling app apps text? selfie charger
chip: chip? microchip processor semiconductor circuit electronics hardware cpu gpu sensor
robot: robot robotic robotics ai artificial_intelligence automation automated automatic machine? android?
network: network connected connection wifi wi-fi bluetooth internet? cloud_computing server servers social?
    link wireless router modem cable cables
chart: chart percent statistics data figures? survey results? analysis quarter? percentage rate? inflation
    study?
growth: growth grow growing grew increase increased rise rising rose? improve improvement profit gain gains
    progress record? higher economy economic expand expansion surge soar soared
coin: coin money price cost dollar euro pound cash currency pay paid payment fee income salary wage budget
    cheap savings save? saving discount bank banking rich tax taxes million? billion?
wallet: wallet spend spending expense expenses purse afford affordable debt loan
shop: shop? store? market? shopping retail retailer boutique mall supermarket grocery seller sale
cart: cart order? buy purchase checkout basket customer shopping? trolley add_to_cart available?
gift: gift present? birthday christmas surprise free? bonus offer? giveaway celebrate
box: box package packaging parcel delivery deliver delivered shipping unbox container crate pack?
tool: tool hammer screw screwdriver wrench fix repair build building? assemble assembly install drill nail
    diy construction attach tighten workshop
gear: gear machine mechanism mechanical engine engineer engineering settings? motor process? technology
    system? configure setup industrial
lightbulb: lightbulb bulb idea innovation innovative invention invent think? thought? creative creativity
    inspiration inspire solution smart clever imagine imagination tip electricity plug unplug socket
flask: flask chemistry chemical laboratory lab experiment formula test? tested? potion
atom: atom atomic physics nuclear quantum energy? particle molecule
microscope: microscope scientist science scientific research researcher bacteria virus cell? biology dna
    discovery
heart: heart love beloved lover romance romantic dear kiss passion care? caring soul kindness kind? feel?
    feeling tender health? healthy gentle
people: people crowd team community citizen group friend friendship neighbours together society public?
    everyone audience meeting colleague customers? employee worker population voter residents partner
family: family mother father mom mum dad parent grandmother grandfather grandma grandpa wife husband brother
    sister son? daughter
child: child children kid baby boy girl toddler son daughter young? childhood play? kids
speech_bubble: say? said? speak speaking speech voice? talk talked talking conversation language spoke
    spoken tell? told? whisper word words shout announce announced quote podcast translate translation hello hi
    welcome greetings
hands: hand hands handmade handcrafted craft crafted help? helping support? hold? knead touch shake
    volunteer agreement deal? peace wash donate donation charity
trophy: trophy winner win? won? champion championship victory cup? award prize best? finals league
medal: medal olympic olympics gold? silver? bronze award? champion? honour honor hero athlete
target: target goal aim? focus purpose precise precision accuracy accurate strategy objective
flag: flag nation national president government minister election parliament vote senate republic country?
    independence political politics policy law? finish
music: music musical song sing singing singer melody guitar piano violin band? concert sound? listen
    headphone headphones speaker? dance dancing rhythm noise jazz orchestra bass? wireless_earbuds earbuds
camera: camera photo photograph photography photographer picture? lens image? snapshot pixel megapixel
film: film movie cinema video videos scene? director actor hollywood clip documentary theatre theater
    series? episode
game: game? gaming gamer console? play? playing? puzzle chess toy fun?
ball: ball football soccer basketball tennis goal? match? team? score volleyball baseball kick player
    striker
runner: run running runner marathon sprint jog jogging race? athlete fast? speed sport sports fitness
    workout exercise training? train? quick? quickly hurry
yoga: yoga meditate meditation relax relaxing calm? mindfulness stretch balance? posture zen peaceful peace?
    serenity breathing
bed: bed sleep sleeping asleep slept pillow rest? mattress dream? dreams? nap tired blanket lullaby bedtime
cup: cup? coffee tea espresso latte cappuccino mug cafe café caffeine brew drink hot_chocolate cocoa
    breakfast?
pot: pot? boil boiling cook cooking cooked simmer soup stew sauce stir broth steam kitchen saucepan stove
    chef recipe pasta noodles spaghetti heat? rice?
pan: pan fry fried frying skillet pancake oil olive butter? sizzle saute sauté omelette bacon grill
knife: knife knives chop chopped slice sliced cut? cutting? dice diced peel mince minced sharp? carve
bowl: bowl mix mixing mixture whisk stir? dough batter salad bake? flour rice ingredients ingredient combine
    dressing yogurt cereal blend seasoning salt pepper sugar
bread: bread loaf bake baking baker bakery toast sandwich flour? dough? yeast oven crust sourdough wheat
fruit: fruit apple banana orange? lemon lime? berry berries strawberry strawberries grape cherry peach pear
    mango avocado juice blueberries
vegetable: vegetable potato potatoes garlic broccoli spinach pepper? cucumber
    salad? lettuce harvest farm? vegetables zucchini beans? diet cabbage
fish: fish salmon tuna fishing fisherman aquarium shark whale dolphin seafood sushi coral
egg: egg omelet hatch? yolk
cake: cake cookie dessert sweet? sugar? chocolate? candy pastry pie birthday? muffin cupcake frosting
    vanilla cream? honey
wine: wine champagne beer cheers cocktail vineyard toast? glass? bottle? celebrate? celebration party vodka
drop: drop water waterproof liquid pour wet rain? dew tear tears drink? drinking thirst hydration moisture
    milk juice? cup? rinse
fire: fire flame burn burning campfire hot? heat heating preheat wildfire oven? grill? blaze smoke
    firefighters spicy ember hearth
ice: ice icy cold freeze freezing frozen cool? chill arctic antarctic glacier fridge refrigerator frost
candle: candle candlelight silence silent quiet? pray prayer hope memory? memories? remember? mourning
lamp: lamp light? lantern glow glowing brightness shine led illuminate illumination lighthouse firefly
key: key? unlock secret solution? access? password? keys
lock: lock? locked secure security privacy private password encrypted encryption cyber hack hackers close?
    prison
shield: shield protect protection protected guarantee safe? safety warranty guard defend defense defence
    army soldier war military insurance durable tough resistant
medical: medical doctor hospital nurse patient? clinic surgery health emergency ambulance disease disorder
    cancer treatment? symptom pain? illness medicine? sick
pill: pill medicine drug vitamin dose vaccine vaccination tablet? pharmacy aspirin therapy
bird: bird eagle sparrow swallow? robin wings? wing? feather nest sing? fly flying flew? owl dove crow
    nightingale crane?
cat: cat kitten kitty whiskers purr lion tiger
dog: dog puppy pet? hound bark? wolf fox bear? foxes
horse: horse pony rider ride? gallop stable? cowboy knight
butterfly: butterfly butterflies caterpillar insect bee bees moth transform transformation wings light?
    lightness
chat: chat message messages messaging comment? reply? support? whatsapp contact chatbot conversation?
    discuss discussion social_media feedback
question: question why? who? ask? asked? wonder mystery mysterious puzzle? riddle unknown doubt curious faq
check: check? done ready complete completed confirm confirmed correct approve approved finished yes verify
    verified easy? checklist success successful serve enjoy
arrow_up: up? upward increase? rise? higher? improve? upgrade upload boost forward? faster? raise raised
    climb?
steps: step stairs staircase ladder level? stages progress? first? second? third? next? follow? instructions
    instruction tutorial
magnifier: magnifier search find? look? discover? seek explore? detective investigate investigation inspect
    detail details detailed evidence closer
megaphone: megaphone announce? announcement announces campaign marketing advertise advertising ad? promote
    protest strike? shout? introducing introduce launch? alert warning warn attention
umbrella: umbrella raincoat rain? sunshade insurance? shelter
school: school student students teacher teach class? classroom university college education learn learning
    lesson? exam graduate degree pupil homework academy course?
factory: factory industry manufacture manufacturing manufacturer production plant? pollution emissions steel
    carbon co2 smoke? workers industrial? oil?
farm: dig? digging digs shovel spade farm farmer field? agriculture crop crops harvest? cow sheep barn wheat? corn
    chicken? pig rural
    countryside village? soil seed seeds
star_badge: quality premium best? rating rated review? reviews top? excellent favourite favorite new?
    exclusive perfect amazing famous special? certified bestseller unique award-winning luxury design? elegant
    stylish
watch: watch? watches smartwatch wristwatch
battery: battery batteries rechargeable recharge
tomato: tomato tomatoes ketchup
onion: onion shallot
carrot: carrot
""",
    genres="""
recipe: recipe ingredients cook? bake oven preheat tablespoon tbsp teaspoon tsp cup? cups? flour sugar?
    butter stir whisk simmer boil? chop minced dough serve? bowl pan? garlic salt onion garnish season? grams ml
    pinch servings knead mixture
product: introducing buy order? shop price? discount free_shipping warranty battery premium features?
    feature? design? your? you? available? sale customers brand waterproof wireless lightweight app? subscribe
    today? perfect? save? limited edition comfort meet? ultra pro? smart? designed quality lifetime upgrade
poem: o? thy thee thou upon? soul? whisper? moon? heart? rose? dream? silence? night? eternal? weep shadow?
    gently? sorrow? love? stars? wind? dusk breath?
news: reported officials minister government president announced percent according police election
    spokesperson million? billion? authorities monday tuesday wednesday thursday friday saturday? sunday?
    yesterday parliament inflation economy crisis reuters investigation statement killed injured central_bank
    court agency
instructions: step? steps? first? then? next? finally? press click select open? install turn? connect?
    tighten remove? insert screw attach assemble plug button? make_sure repeat place? check? settings
    instructions how? guide? reset download follow hold?
story: once upon? lived said? one_day princess king? village? suddenly forest? old? there? was? were? had?
    he? she? her? his? never? ago walked looked dragon grandmother smiled knew
""",
    moods="""
calm: calm peaceful quiet gentle gently soft softly slow slowly rest relax breathe breath silence still?
    lake sea? evening serene meditate meditation yoga sleep tea breeze whisper drift peace mindfulness
bright: happy happiness joy joyful fun bright sunny smile laugh colourful colorful play playful party
    celebrate children? easy fresh wonderful amazing new? spring birthday summer delicious great? love? hello
    enjoy cheerful
warm: warm home family mother grandmother cozy cosy bread kitchen love heart together friend friends coffee
    oven baked butter honey autumn fire? candle soup traditional handmade grandma hug kind kindness thank thanks
    memories cinnamon
serious: war crisis death died dead kill killed injured police court government minister election inflation
    warning danger law attack economy crime disease emergency risk threat victims protest climate? pollution
    officials percent according debt cancer sanctions military flood earthquake president problem loss lost
dreamy: dream dreams dreaming moon moonlight star stars night magic magical mist shadow secret silver? soul
    universe eternal imagine mystery fairy wonder once? twilight clouds dusk float wings ancient forever
    infinity
energetic: fast faster power powerful energy energetic run running race boost speed sport launch win
    champion strong action workout fitness extreme rocket game goal push challenge unstoppable ultra dynamic
    explosive loud electric turbo jump instantly
""",
    weak="""
there called asked told replied very really just also get gets got make makes made take takes took go goes went
come comes came thing things way use used using let say says said see seen know good well much many lot little
even still back now here again always often like want need keep put give given become becomes new old first last
next then when own it's that's don't it us me him them yes okay ok etc must about around almost enough ever soon
later today until while please such same different several various i'm you're
""",
    endings="s es 's ed ing ies>y ing>e ed>e ly er ers es>is",
)
