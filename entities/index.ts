import { Booking } from './bookings/booking.ts'
import { BookingMessage } from './bookings/booking-message.ts'
import { BookingOption } from './bookings/booking-option.ts'
import { BookingSeat } from './bookings/booking-seat.ts'
import { Musician } from './bookings/musician.ts'
import { CardPost } from './cards/card-post.ts'
import { Dialogue } from './cards/dialogue.ts'
import { Move } from './cards/move.ts'
import { Queue } from './cards/queue.ts'
import { Route } from './cards/route.ts'
import { InstagramPost } from './catalog/instagram-post.ts'
import { InstagramSync } from './catalog/instagram-sync.ts'
import { InstagramWebhookEvent } from './catalog/instagram-webhook-event.ts'
import { Picture } from './catalog/picture.ts'
import { Product } from './catalog/product.ts'
import { ProductDraft } from './catalog/product-draft.ts'
import { InstagramAccount } from './instagram/instagram-account.ts'
import { Alert } from './operations/alert.ts'
import { Call } from './operations/call.ts'
import { Digest } from './operations/digest.ts'
import { InboxItem } from './operations/inbox-item.ts'
import { InboxReading } from './operations/inbox-reading.ts'
import { Link } from './operations/link.ts'
import { Note } from './operations/note.ts'
import { Secret } from './operations/secret.ts'
import { StepRun } from './operations/step-run.ts'
import { Order } from './orders/order.ts'
import { OrderExample } from './orders/order-example.ts'
import { OrderMail } from './orders/order-mail.ts'
import { Roundup } from './orders/roundup.ts'
import { Sale } from './orders/sale.ts'
import { Delivery } from './outbox/delivery.ts'
import { OptOut } from './outbox/opt-out.ts'
import { ApiCall } from './people/api-call.ts'
import { ApiKey } from './people/api-key.ts'
import { Identity } from './people/identity.ts'
import { Person } from './people/person.ts'
import { RefusedPress } from './people/refused-press.ts'
import { Session } from './people/session.ts'
import { Store } from './people/store.ts'
import { Price } from './prices/price.ts'
import { PriceAlert } from './prices/price-alert.ts'
import { PriceArchive } from './prices/price-archive.ts'
import { PriceDay } from './prices/price-day.ts'
import { PriceSubscription } from './prices/price-subscription.ts'
import { PriceUser } from './prices/price-user.ts'
import { TrackedProduct } from './prices/tracked-product.ts'
import { Website } from './prices/website.ts'
import { Channel } from './reps/channel.ts'
import { ChannelActivity } from './reps/channel-activity.ts'
import { DoNotContact } from './reps/do-not-contact.ts'
import { Lead } from './reps/lead.ts'
import { LeadHandle } from './reps/lead-handle.ts'
import { LeadMessage } from './reps/lead-message.ts'
import { Rep } from './reps/rep.ts'
import { RepAccount } from './reps/rep-account.ts'
import { RepActivity } from './reps/rep-activity.ts'
import { RepChannel } from './reps/rep-channel.ts'
import { RepDay } from './reps/rep-day.ts'
import { RepShift } from './reps/rep-shift.ts'
import { RepShiftActivity } from './reps/rep-shift-activity.ts'
import { RepShiftError } from './reps/rep-shift-error.ts'
import { Request } from './reps/request.ts'

/** Every entity, for the ORM. */
export const entities = [
  Store,
  Person,
  Identity,
  RefusedPress,
  Session,
  ApiKey,
  ApiCall,
  Move,
  CardPost,
  Queue,
  Route,
  Dialogue,
  Delivery,
  OptOut,
  InboxItem,
  InboxReading,
  Link,
  Alert,
  Call,
  Digest,
  Note,
  Secret,
  StepRun,
  InstagramAccount,
  Sale,
  Roundup,
  Order,
  OrderMail,
  OrderExample,
  Musician,
  Booking,
  BookingSeat,
  BookingOption,
  BookingMessage,
  InstagramPost,
  InstagramSync,
  InstagramWebhookEvent,
  Picture,
  Product,
  ProductDraft,
  Channel,
  ChannelActivity,
  DoNotContact,
  Lead,
  LeadHandle,
  LeadMessage,
  Rep,
  RepAccount,
  RepActivity,
  RepChannel,
  RepDay,
  RepShift,
  RepShiftActivity,
  RepShiftError,
  Request,
  Website,
  TrackedProduct,
  Price,
  PriceDay,
  PriceUser,
  PriceSubscription,
  PriceAlert,
  PriceArchive,
]
