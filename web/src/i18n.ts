// The language of the page: the one chosen before, else the browser's.

import { LOCALES, type Locale } from "solo-export-client/vue";
import { computed, ref, watchEffect } from "vue";

import { en, type Messages } from "./messages/en.ts";
import { uk } from "./messages/uk.ts";

const KEPT = "solo-board.locale";
const MESSAGES: Record<Locale, Messages> = { en, uk };

export const NAMES: Record<Locale, string> = { en: "English", uk: "Українська" };

export const locale = ref<Locale>(firstLocale());
export const t = computed(() => MESSAGES[locale.value]);

function firstLocale(): Locale {
  const wished = [localStorage.getItem(KEPT) ?? "", ...navigator.languages.map((language) => language.slice(0, 2))];
  return wished.find(isKnown) ?? "en";
}

function isKnown(language: string): language is Locale {
  return (LOCALES as readonly string[]).includes(language);
}

watchEffect(() => {
  localStorage.setItem(KEPT, locale.value);
  document.documentElement.lang = locale.value;
});
