/** Right and wrong for ear and hand: a short high tone, a double low one, a chime for new work; and vibration where there is any. */

export type Feedback = 'right' | 'wrong' | 'done' | 'new';

const KEY = 'spil.sound';
/** Hertz, seconds from the start, seconds long. */
const TONES: Record<Feedback, readonly (readonly [number, number, number])[]> = {
  right: [[1320, 0, 0.07]],
  wrong: [[196, 0, 0.16], [156, 0.2, 0.26]],
  done: [[880, 0, 0.09], [1175, 0.1, 0.09], [1568, 0.2, 0.16]],
  new: [[988, 0, 0.12], [1319, 0.14, 0.2]],
};
const VIBRATION: Record<Feedback, number[]> = { right: [30], wrong: [120, 60, 200], done: [30, 40, 30, 40, 60], new: [60] };

let audio: AudioContext | null = null;

export const soundIsOn = (): boolean => localStorage.getItem(KEY) !== 'off';
export const setSound = (on: boolean): void => localStorage.setItem(KEY, on ? 'on' : 'off');

/** Sounds and vibrates. Browsers stay silent until the page was touched once; then nothing happens, and nothing fails. */
export function feedback(what: Feedback): void {
  document.dispatchEvent(new CustomEvent('spil:feedback', { detail: what }));
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(VIBRATION[what]);
  if (!soundIsOn()) return;
  audio ??= new AudioContext();
  void audio.resume();
  for (const [hertz, start, length] of TONES[what]) {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    const from = audio.currentTime + start;
    oscillator.type = what === 'wrong' ? 'square' : 'sine';
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(what === 'wrong' ? 0.18 : 0.3, from + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(from);
    oscillator.stop(from + length + 0.02);
  }
}
