import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'
import { answersTo } from './texts.ts'

/** Saturday, 20 February, 10 to 12:30. */
const { offered, areRead } = answersTo({
  ...{ instrument: 'double bass', starts: '2027-02-20T10:00', ends: '2027-02-20T12:30' },
  ...{ name: 'Theo Lindqvist', today: '2027-01-11' },
})

describe('002-019: a greeting may hold a name, whoever it is', () => {
  areRead('yes', [
    "Good evening Maya, yes I'm free",
    'Morning Dane! Yes please',
    'Hey there Dane, count me in',
    'Dear Maya Berg, yes, delighted to',
    'Good morning Dane yes I can',
    'Thanks Dane yes that works',
    'Thank you Dane, yes',
  ])
  areRead('unclear', [
    'Hi Tentatively Yes',
    'Good Morning Tentatively Yes',
    'Sorry Chicago yes',
    'Saturday morning Tentatively, yes',
    'Evening works',
    'Good evening Maya',
  ])
  it('and "Morning!" names no offer of a morning', () => {
    const two = [...offered, { code: 'P4X9', starts: Temporal.PlainDateTime.from('2027-02-20T15:00') }]
    expect(readAnswer('Morning! Yes please', two).about).toBeNull()
  })
})

describe('002-019: why an answer comes late changes nothing of it', () => {
  areRead('yes', [
    'Yes. Sorry for the slow reply was on the subway',
    'Yes! So sorry for the late reply, I was in rehearsal',
    'Yes, apologies for the delay, was driving',
    'yes sorry just saw this, was teaching all day',
    'Yes - sorry, my phone died',
    'Sorry I missed this! Yes',
    'Sorry, was at work. Yes!',
  ])
  areRead('no', ['Sorry for the slow reply, was in class. Can’t make it'])
  areRead('unclear', [
    'Sorry for the slow reply, was on the subway',
    'Yes. Sorry for the slow reply, was told 300',
    'Yes, sorry for the delay, was hoping for Sunday',
    'Yes. Sorry, was on the subway but could we start later',
    'Yes, was on the subway',
    'Yes, I was wrong',
    'Yes missed this',
    'Sorry, I was on the subway. Yes',
    'Sorry for the late reply, was available but now booked',
    'Sorry for the late reply, yes was free until this morning',
    'just saw this',
    'Sorry just saw this, is it still open?',
  ])
})

describe('002-019: a courtesy behind a no is none of its own', () => {
  areRead('no', [
    'Not this time but thanks for asking',
    'No, but thank you so much',
    "I can't, but thank you for asking",
    'I have to pass, but keep me in mind',
    "Can't this time but please ask again",
    "Thanks but I'm booked",
    "I'd love to but childcare",
    'Gonna have to say no on this one, hope you find somebody',
    'No hope you find someone else',
    "Can't do it, good luck finding a sub",
    "Sorry can't. Hope you find someone great",
  ])
  areRead('unclear', [
    'yes but thanks',
    'Yes but thank you so much',
    "I'd love to but thanks",
    'no but Sunday works',
    "Can't but my wife can",
    "can't, but maybe after 2",
    'no but please',
    'no but what about Sunday',
    "I'd love to but class ends at 10",
    "I'd love to but not yet",
    'Yes, hope you find somebody',
    'Hope you find somebody',
    'good luck',
  ])
})

describe('002-019: the head word of the instrument that was asked, and its other names', () => {
  areRead('yes', ['Yes to the bass session', 'Yes for upright', "I'd love to do the bass gig", 'Yes to the bass date'])
  areRead('no', ['I have a bass gig that day'])
  areRead('unclear', [
    'Yes to the bass guitar',
    'yes for bass clarinet',
    'Yes for electric bass',
    'Yes! I have a bass gig that day',
    'I have the bass gig that day, yes',
  ])
})

describe('002-019: words of a yes and a no', () => {
  areRead('yes', [
    ...[
      'It’d be an honor',
      'With pleasure',
      'A big yes',
      'Yes x',
      'Perfect timing, yes!',
      'I have nothing on that day',
    ],
    ...['Yes, thanks for the call', 'Yes. Have a great day', 'Saturday at 10 sharp, yes', 'Saturday is best for me'],
    ...['My calendar is free, yes', 'Consider me booked', 'yes works perfectly', 'all set, yes', 'I’m interested, yes'],
    ...['Ja, ich komme', 'Ja, passt mir gut', 'Com certeza', 'Ja, dat is goed', 'Ndio naweza', 'Sono disponibile'],
  ])
  areRead('no', [
    ...["I'll have to turn it down", 'I will sit this one out', "I can't do mornings", 'I regret that I can’t'],
    ...["Saturday doesn't", 'Non sono disponibile', 'Esta vez no puedo', 'Desafortunadamente no puedo'],
    ...['I respectfully decline', 'my schedule is full', 'I’m swamped, sorry', 'sry cant', 'Not interested, thanks'],
    ...['Leider schon gebucht', 'Ich muss leider absagen', 'désolé, je suis en tournée', 'Me es imposible'],
    ...['Pole, siwezi siku hiyo', "I'm not around then", 'I teach that day, sorry'],
  ])
  areRead('unclear', [
    ...['Nothing on that day works for me', "can't commit yet", "doesn't matter", "Saturday doesn't conflict"],
    ...[
      'interested',
      'I’m interested, what’s the pay?',
      'my calendar is free after 2',
      'put me on the list for next time',
    ],
    ...["Don't turn it down", 'a big yes or no?', 'ich komme später', 'Ich komme nicht', 'again?', 'x'],
  ])
})

describe('002-019: asked to stop in other languages', () => {
  areRead('stop', [
    ...['Bitte keine SMS mehr schicken', 'Keine Nachrichten mehr bitte', 'bitte löschen Sie meine Nummer'],
    ...["Arrêtez de m'écrire", "Ne m'envoyez plus de SMS", 'Je ne veux plus de SMS', 'geen sms meer aub'],
    ...['non scrivetemi più', 'não me mandem mais mensagens', 'acheni kunitumia sms'],
  ])
  areRead('unclear', ['keine Probe', 'Keine SMS bekommen', 'keine Nachricht', 'Plus de temps'])
})
