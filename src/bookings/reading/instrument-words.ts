/**
 * Canonical name and how people write it, folded, singular. `*` in front: plural by nature, a bare plural is one seat.
 * `?` in front: could be two different players.
 */
export const instrumentRows = `
violin: violin|vln|vn|vl|fiddle|violinist|fiddler|violon|violoniste|violino|geige|geiger|skripka|violine|concertmaster
viola: viola|vla|va|violist|alto a cordes|bratsche|violista
cello: cello|vc|vlc|vcl|cellist|violoncello|violoncelle|violoncelliste|chelo|violonchelo|celo
double bass: double bass|db|upright bass|string bass|contrabass|acoustic bass|stand-up bass|standup bass|stand up bass|bass violin|contrebasse|contrabajo|contrabbasso|kontrabass|double-bass|orchestral bass|doublebass|bull fiddle|double bassist|upright bassist|upright
bass guitar: bass guitar|electric bass|bass gtr|e-bass|guitare basse|bajo electrico|bassgitarre|fretless bass|basse electrique|bass guitarist|electric bassist|electric bass guitar
?bass: bass|bassist|bass player|basse|bajo|basso
acoustic guitar: acoustic guitar|ac guitar|acoustic gtr|acoustic|guitare acoustique|guitare folk|guitarra acustica|akustikgitarre|steel-string guitar|steel string guitar|acoustic guitarist|chitarra acustica|aco guitar
electric guitar: electric guitar|elec guitar|e-guitar|electric gtr|guitare electrique|guitarra electrica|e-gitarre|electric guitarist|lead guitar|rhythm guitar|lead guitarist|rhythm guitarist|chitarra elettrica
classical guitar: classical guitar|nylon guitar|nylon string guitar|nylon-string guitar|spanish guitar|guitare classique|flamenco guitar|classical guitarist|guitarra clasica|konzertgitarre
guitar: guitar|guitarist|gtr|guitare|guitariste|guitarra|gitarre|gitarrist|chitarra|guitarrista
12-string guitar: 12-string guitar|12 string guitar|twelve-string guitar|twelve string guitar|12-string
slide guitar: slide guitar
baritone guitar: baritone guitar
pedal steel: pedal steel guitar|pedal steel|pedal-steel|steel guitar|pedal steel player
lap steel: lap steel guitar|lap steel
dobro: dobro|resonator guitar|resonator
ukulele: ukulele|uke|ukelele
mandolin: mandolin|mandolinist|mandoline|mandolina
banjo: banjo|banjoist|5-string banjo|tenor banjo
harp: harp|harpist|concert harp|pedal harp|celtic harp|arpa|harpe|harfe
piano: piano|pianist|grand piano|upright piano|pianiste|pianista|klavier|pno|pianoforte
keyboard: *keyboards|kbd|kbds|keyb|keyboard|*keys|keyboardist|key|keyboard player|keys player|clavier|teclado|tastiera
electric piano: electric piano|rhodes|wurlitzer|fender rhodes|wurly
organ: organ|organist|hammond organ|hammond|b3|hammond b3|pipe organ|orgue|orgel|organo
synthesizer: synthesizer|synth|synthesiser|synth player|synthetiseur|sintetizador
harpsichord: harpsichord|clavecin
celesta: celesta|celeste
accordion: accordion|accordionist|accordeon|acordeon|akkordeon|squeezebox|fisarmonica
harmonica: harmonica|mouth organ|blues harp|armonica
flute: flute|fl|flutist|flautist|flauta|querflote|flauto|flutiste|flote
alto flute: alto flute
bass flute: bass flute
piccolo: piccolo
recorder: recorder|blockflote|flute a bec
clarinet: clarinet|cl|clarinetist|clarinettist|clarinette|clarinete|klarinette|clarinetto
bass clarinet: bass clarinet
oboe: oboe|ob|oboist|hautbois
english horn: english horn|cor anglais
bassoon: bassoon|bsn|bassoonist|basson|fagott|fagotto|fagot
contrabassoon: contrabassoon
saxophone: saxophone|sax|saxophonist|saxo|saxofon|saxophon|sax player|saxofono|saxes
soprano saxophone: soprano saxophone|soprano sax
alto saxophone: alto saxophone|alto sax|alto saxophonist
tenor saxophone: tenor saxophone|tenor sax|tenor saxophonist
baritone saxophone: baritone saxophone|baritone sax|bari sax|bari saxophone|bari
trumpet: trumpet|trumpeter|trumpet player|trompette|trompeta|trompete|tpt|tromba|trumpetist
cornet: cornet
flugelhorn: flugelhorn|flugel|flugel horn
french horn: french horn|hn|horn in f|f horn|cor d'harmonie|waldhorn|hornist|french hornist|corno|trompa|french horn player
?alto: alto
?horn: horn|horn player|cor
trombone: trombone|bone|trombonist|tenor trombone|tbn|posaune|tromboniste|trombon|tromb
bass trombone: bass trombone
euphonium: euphonium
tuba: tuba|tubist|sousaphone
drums: *drums|drs|drum|drummer|drum kit|drum set|drumset|drumkit|drum-kit|batterie|bateria|schlagzeug|schlagzeuger|drum kit player|batteur|batteria|full kit|drums kit
percussion: *percussion|percussionist|perc|percussions|percusion|perkussion|percussioni|auxiliary percussion|aux percussion|hand percussion
*congas: *congas|conga|conga player
*bongos: *bongos|bongo
*timpani: *timpani|timpanist|timpany
cajon: cajon
djembe: djembe
tabla: *tabla|tablas
marimba: marimba
vibraphone: vibraphone|*vibes|vibraphonist
xylophone: xylophone
glockenspiel: glockenspiel|*glock
tambourine: tambourine
*vocals: *vocals|vocal|vocalist|singer|vox|voice|lead vocals|lead vocal|lead vocalist|lead singer|chanteur|chanteuse|cantante|sanger|gesang|voz|chant|voix|canto
backing vocals: *backing vocals|backing vocal|backing vocalist|background vocals|background vocal|background vocalist|backup vocals|backup vocalist|backing singer|background singer|backup singer|bgv|bvs|harmony vocals|harmony vocalist|harmony singer|choeurs|coros
bagpipes!: *bagpipes|bagpipe|*uilleann pipes|bagpiper
tin whistle!: tin whistle|penny whistle|irish whistle
sitar!: sitar
oud!: oud
bouzouki!: bouzouki
balalaika!: balalaika
erhu!: erhu
koto!: koto
shakuhachi!: shakuhachi
didgeridoo!: didgeridoo|didge
theremin!: theremin
kazoo!: kazoo
hurdy gurdy!: hurdy gurdy|hurdy-gurdy
nyckelharpa!: nyckelharpa
autoharp!: autoharp
dulcimer!: dulcimer
hammered dulcimer!: hammered dulcimer
zither!: zither
kalimba!: kalimba|mbira
kora!: kora
ocarina!: ocarina
pan flute!: pan flute|panpipe|*panpipes
melodica!: melodica
concertina!: concertina
bodhran!: bodhran
musical saw!: musical saw|singing saw
glass harmonica!: glass harmonica|glass armonica
ondes martenot!: ondes martenot
charango!: charango
cuatro!: cuatro venezolano
steelpan!: steelpan|steel pan|steel drum|*steel drums
spoons!: *spoons
jaw harp!: jaw harp|jew's harp|mouth harp
lute!: lute
viola da gamba!: viola da gamba|viol
handpan!: handpan|hang drum
washboard!: washboard
shekere!: shekere
nyatiti!: nyatiti
orutu!: orutu
turntables!: *turntables|turntable`

/** Groups of players by name. */
export const ensembleRows = `
string quartet|strings quartet|quatuor a cordes|cuarteto de cuerdas|streichquartett = violin 2, viola 1, cello 1
string trio = violin 1, viola 1, cello 1
string quintet = violin 2, viola 2, cello 1
string sextet = violin 2, viola 2, cello 2
string octet = violin 4, viola 2, cello 2
piano trio = piano 1, violin 1, cello 1
piano quartet = piano 1, violin 1, viola 1, cello 1
piano quintet = piano 1, violin 2, viola 1, cello 1
brass quintet = trumpet 2, french horn 1, trombone 1, tuba 1
brass quartet = trumpet 2, french horn 1, trombone 1
brass trio = trumpet 1, french horn 1, trombone 1
woodwind quintet|wind quintet = flute 1, oboe 1, clarinet 1, bassoon 1, french horn 1
woodwind quartet|wind quartet = flute 1, oboe 1, clarinet 1, bassoon 1
sax quartet|saxophone quartet = soprano saxophone 1, alto saxophone 1, tenor saxophone 1, baritone saxophone 1
jazz trio|piano jazz trio = piano 1, double bass 1, drums 1
power trio|rock trio = electric guitar 1, bass guitar 1, drums 1
violin duo|violin duet = violin 2
cello duo|cello duet = cello 2
guitar duo = guitar 2
cello quartet = cello 4
trombone quartet = trombone 4
horn quartet|french horn quartet = french horn 4
flute quartet = flute 4
clarinet quartet = clarinet 4
guitar quartet = guitar 4
violin section|string section|horn section|brass section|strings|horns|brass|woodwinds|wind section|rhythm section|section|choir|orchestra|big band|full band|band|backing band|gospel choir|string orchestra|string ensemble|brass ensemble = ?`
