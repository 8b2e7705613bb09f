import { createHash } from 'node:crypto'
import type { MediaType, MetaMedia } from './types.ts'
import { writeId } from './write-id.ts'

type Written = [caption: string, picture: string, type?: MediaType]

const FASHION = 'Fashion & Apparel'
const HOME = 'Home & Living'
const BEAUTY = 'Beauty & Personal Care'
const TECH = 'Electronics & Gadgets'

/** What Zuri Closet has posted, newest first: goods, some without a price, and what is no product at all. */
const WRITTEN: Written[] = [
  [
    'Blue denim jacket, thrift grade A. Was 3000 now 2200!! Sizes M and L. #denim #zuricloset',
    `jacket #34507a ${FASHION}`,
  ],
  ['Floral wrap dress. Price: Ksh 2,500/=. Sizes S M L XL. Call 0712 345 678 #wrapdress', `dress #c2527e ${FASHION}`],
  ['Good morning Nairobi! New week, new energy.', `words #555555 Other`],
  [
    'Leather tote bag @1500 only! Black, brown or maroon. Deliveries countrywide #totebag',
    `bag #6b3f24 ${FASHION}`,
    'CAROUSEL_ALBUM',
  ],
  ['Chunky loafers KES 2,800, EU 38-43. Pick up at shop B14', `shoe #2c2c2c ${FASHION}`],
  ['Kitenge head wraps 1,200 bob each #kitenge', `dress #e09a1f ${FASHION}`],
  ['Handmade beaded sandals. Price in DM. Sizes 36-41 #maasaisandals', `shoe #a6542b ${FASHION}`],
  ['Stainless steel water bottle 750ml. KSh 950. Colours: pink, mint, white.', `bottle #d98aa8 ${HOME}`],
  ['Satin bonnet KES 350 each, 3 for 1000 #satinbonnet', `ring #7a4fa3 ${BEAUTY}`],
  ['GIVEAWAY! Win this handbag. Follow, like, tag 3 friends.', `bag #b03a48 ${FASHION}`],
  ['Ankara maxi skirt with pockets KES 2,800. Sizes UK 8-16 #ankara', `dress #1f7a5a ${FASHION}`],
  ['Gold plated hoop earrings Ksh 600 per pair #hoops', `ring #c9a227 ${FASHION}`],
  ['Thrifted blazers KES 800-1500 depending on the piece #thrift', `jacket #7d6b57 ${FASHION}`],
  ['Duvet cover set KES 2,200. Grey, white or dusty pink. #duvet', `lamp #9aa0a6 ${HOME}`],
  ['We will be closed on Monday. Back on Tuesday at 8am.', `words #555555 Other`],
  ['Macrame wall hanging, 60cm x 90cm. KES 3,800. One piece only. #macrame', `lamp #c8b08a ${HOME}`],
  ['Nude block heels Ksh 1,900 (from 2,600). Size 39', `shoe #d8a987 ${FASHION} blurry`],
  ['Wireless earbuds Ksh 1,999 inclusive of delivery within CBD. #earbuds', `phone #202020 ${TECH}`],
  ['Canvas sneakers KES 1,600, white or black, 37-42.', `shoe #efefef ${FASHION}`],
  ['Our happy client rocking her new look, thank you for shopping with us', `dress #b56576 ${FASHION}`],
  ['Kids rain boots sizes 24-30, yellow & red, Ksh 1300 per pair', `shoe #e6c229 ${FASHION}`],
  ['Perfume oil 10ml roll on KSH 300. Scents: oud, vanilla, musk', `bottle #a67c52 ${BEAUTY} blurry`],
  ['Magauni ya harusi ya kukodi na kuuza. Bei tafadhali uliza DM', `dress #f4f1ee ${FASHION}`],
  ['Kanga mpya zimefika! Doti moja Ksh 700. Rangi: nyekundu, bluu, njano. #kanga', `dress #cc2936 ${FASHION}`],
  ['Blanketi nzito ya baridi, elfu mbili mia tano. 5x6 na 6x6.', `lamp #5b6c8f ${HOME} blurry`],
  ['Sandal za ngozi made in Kenya, bei ni mia nane tu. 37 38 39 40', `shoe #8d5524 ${FASHION} blurry`],
  ['Who remembers when unga was 75 bob?', `words #555555 Other`],
  ['Official pants Ksh 1,450, navy, black or khaki, UK 8-18. #officialpants', `dress #27374d ${FASHION}`],
  ['Hoodie KES 1,500. Black, grey or army green. S to XXL. #hoodienairobi', `jacket #4b5320 ${FASHION}`],
  ['Human hair wig, 14 inch, KES 6,500. Natural black or brown. #wignairobi', `ring #2d1e17 ${BEAUTY} blurry`],
  ['HIRING: shop attendant, must be 21+. Send CV to jobs@zuri.example', `words #555555 Other`],
  ['Solar lamp KES 1,200. Warranty 6 months. #solar', `lamp #f2b134 ${HOME}`],
  ['Silk scarf KES 1,300, green or gold', `dress #3a7d44 ${FASHION}`],
  ['Crochet tops from KES 1,500 to 2,400 depending on size. Made to order #crochet', `dress #e8998d ${FASHION}`],
  ['Ladies watch gift box KES 1,800. Rose gold or silver', `ring #b76e79 ${FASHION}`],
  ['Ring light 10 inch KES 2,500 #ringlight', `phone #444444 ${TECH} blurry`],
  ['Shea butter 250g @KES400. Kilimani, Lenana Rd.', `bottle #eadbb0 ${BEAUTY}`],
  ['Silver anklets. DM for price #anklets', `ring #c0c0c0 ${FASHION}`],
  ['Knotless braids, medium length. Book your slot for Saturday 10am. #braidsnairobi', `ring #3b2a20 ${BEAUTY}`],
  ['Sunday service then lunch with the family', `words #555555 Other`],
  ['Electric kettle 1.8L. Price: KES 1,499. Warranty: 6 months', `bottle #777777 ${HOME}`],
  ['Travel pillow, memory foam, Ksh 1,100, save 400! Navy or grey', `lamp #34495e ${HOME} blurry`],
  ['No refunds, no exchange after 24hrs. Read before you order.', `words #555555 Other`],
  ['Trench coat Kshs. 4,500.00. Black | Camel. M-3XL', `jacket #b08d57 ${FASHION}`],
  ['Lace fabric KES 850 per metre. Peach, teal or wine.', `dress #e3b7a0 ${FASHION}`],
  ['Scam alert! We do NOT have a second account.', `words #b00020 Other`],
  ['Leggings KES 450 to 700 depending on size. Black or grey', `dress #333344 ${FASHION}`],
  ['Standing mirror KES 6,500. Pickup Ngong Rd.', `lamp #bfc5c9 ${HOME}`],
  ['Happy Eid to all our clients!', `words #2a7f62 Other`],
  ['Baby carrier Ksh. 3,200. Grey or navy. #babycarrier', `bag #6d7993 ${FASHION} blurry`],
  ['Tag a friend who needs this energy', `words #555555 Other`],
  ['Denim shorts KES 900 to 1,200 depending on the wash', `dress #5a7fa8 ${FASHION}`],
  ['Kiondo basket KES 2,200 #kiondo', `bag #a0703c ${HOME}`],
  ['Cotton socks KES 200 a pair, grey or black', `shoe #999999 ${FASHION}`],
  ['Processing times are two weeks right now, thank you for your patience', `words #555555 Other`],
  ['Bucket hats KES 700 to 950 depending on the print', `ring #5f9ea0 ${FASHION}`],
  ['Throwback to the day this table was the whole shop.', `words #555555 Other`],
  ['Yoga mat KES 1,750, purple or teal #yoga', `lamp #6a4c93 Sports & Fitness`],
  ['Congratulations to our winner, thank you all for taking part', `words #555555 Other`],
  ['Rompers KES 650 to 900 by age. 3 to 24 months', `dress #f0a6ca ${FASHION}`],
]

const HOUR_MS = 3_600_000

/** The posts as Instagram keeps them, the newest an hour old. */
export function zuriPosts(accountId: string, now: Date): MetaMedia[] {
  return WRITTEN.map(([caption, picture, mediaType = 'IMAGE'], at) => {
    const id = writeId(10_000 + WRITTEN.length - at)
    return {
      ...{ id, accountId, caption, mediaType, picture },
      shortcode: createHash('sha1').update(`zuri ${at}`).digest('base64url').slice(0, 11),
      at: new Date(now.getTime() - (at + 1) * HOUR_MS).toISOString(),
    }
  })
}
