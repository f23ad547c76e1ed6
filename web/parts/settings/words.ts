/** The words of writing, activating and taking back a setting. */
import { defineWords } from '../../shell/language.ts';

export const useSettingWords = defineWords({
  version: (version: number) => `Version ${version}`, states: { draft: 'Draft', checked: 'Checked', active: 'In force', retired: 'Earlier version' },
  unsaved: 'Not saved yet', restored: 'Your unsaved changes were kept on this computer.', discard: 'Discard the changes', save: 'Save as a draft', saveNote: 'What changed and why',
  activate: 'Activate', activateTitle: (version: number) => `Activate version ${version}?`, activateText: 'It is in force everywhere within a second. What was decided or sent before stays as it is.', activated: (version: number) => `Version ${version} is in force.`,
  back: 'Back to the version before', backTitle: 'Back to the version before?', backText: 'The version that was in force before this one is brought into force again, within a second.', retire: 'Take out of force', retireText: 'Without it Spil works with its usual setting.', cancel: 'Cancel', more: 'More',
  noProblems: 'Nothing is wrong with it.', problems: (n: number) => (n === 1 ? '1 problem to solve' : `${n} problems to solve`), checking: 'Checking …',
  changes: 'What is different from the version in force', noChanges: 'It says the same as the version in force.', nothingBefore: 'There is no version in force yet.', before: 'In force', after: 'This version', field: 'Setting',
  versions: 'Versions', history: 'In force', historyNone: 'Never in force yet.', by: (who: string) => `by ${who}`, outOfForce: 'Taken out of force', readOnly: 'You can look at this; your role does not change it.',
}, {
  version: (version: number) => `Versie ${version}`, states: { draft: 'Concept', checked: 'Gecontroleerd', active: 'Van kracht', retired: 'Eerdere versie' },
  unsaved: 'Nog niet opgeslagen', restored: 'Je niet-opgeslagen wijzigingen zijn op deze computer bewaard.', discard: 'Wijzigingen weggooien', save: 'Opslaan als concept', saveNote: 'Wat is er gewijzigd en waarom',
  activate: 'Activeren', activateTitle: (version: number) => `Versie ${version} activeren?`, activateText: 'Zij is binnen een seconde overal van kracht. Wat eerder beslist of verstuurd is, blijft zoals het is.', activated: (version: number) => `Versie ${version} is van kracht.`,
  back: 'Terug naar de vorige versie', backTitle: 'Terug naar de vorige versie?', backText: 'De versie die hiervoor van kracht was, wordt binnen een seconde weer van kracht.', retire: 'Buiten werking stellen', retireText: 'Zonder deze instelling werkt Spil met de gebruikelijke.', cancel: 'Annuleren', more: 'Meer',
  noProblems: 'Er is niets mis mee.', problems: (n: number) => (n === 1 ? '1 probleem op te lossen' : `${n} problemen op te lossen`), checking: 'Controleren …',
  changes: 'Wat er anders is dan in de versie van kracht', noChanges: 'Zij zegt hetzelfde als de versie van kracht.', nothingBefore: 'Er is nog geen versie van kracht.', before: 'Van kracht', after: 'Deze versie', field: 'Instelling',
  versions: 'Versies', history: 'Van kracht', historyNone: 'Nog nooit van kracht geweest.', by: (who: string) => `door ${who}`, outOfForce: 'Buiten werking gesteld', readOnly: 'Je kunt dit bekijken; met jouw rol wijzig je het niet.',
});
