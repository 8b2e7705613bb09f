import { Ground } from './0001-ground.ts'
import { Mended } from './0002-ground.ts'
import { Reading } from './0003-reading.ts'
import { People } from './0004-people.ts'
import { Prices } from './0005-prices.ts'
import { Catalog } from './0006-catalog.ts'
import { Reps } from './0007-reps.ts'
import { Shelves } from './0008-catalog.ts'
import { PriceNights } from './0009-prices.ts'
import { RepAnswers } from './0010-reps.ts'
import { Tokenless } from './0011-people.ts'
import { Indexes } from './0012-indexes.ts'
import { Cards } from './0013-cards.ts'
import { Calls } from './0014-calls.ts'
import { Parted } from './0015-parted.ts'
import { Parts } from './0016-parts.ts'
import { Asked } from './0017-asked.ts'
import { Choices } from './0018-choices.ts'
import { Rivals } from './0019-rivals.ts'
import { FewLeft } from './0020-few-left.ts'
import { Wanted } from './0021-wanted.ts'

/** Every migration, oldest first. A landed one is never changed. */
export const migrations = [
  { name: '0001-ground', class: Ground },
  { name: '0002-ground', class: Mended },
  { name: '0003-reading', class: Reading },
  { name: '0004-people', class: People },
  { name: '0005-prices', class: Prices },
  { name: '0006-catalog', class: Catalog },
  { name: '0007-reps', class: Reps },
  { name: '0008-catalog', class: Shelves },
  { name: '0009-prices', class: PriceNights },
  { name: '0010-reps', class: RepAnswers },
  { name: '0011-people', class: Tokenless },
  { name: '0012-indexes', class: Indexes },
  { name: '0013-cards', class: Cards },
  { name: '0014-calls', class: Calls },
  { name: '0015-parted', class: Parted },
  { name: '0016-parts', class: Parts },
  { name: '0017-asked', class: Asked },
  { name: '0018-choices', class: Choices },
  { name: '0019-rivals', class: Rivals },
  { name: '0020-few-left', class: FewLeft },
  { name: '0021-wanted', class: Wanted },
]
