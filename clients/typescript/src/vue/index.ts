// The export menu as a Vue component: `<ExportMenu :session-id="id" :token="token" />`.

export { default as ExportMenu } from "./ExportMenu.vue";
export { LOCALES, type Locale, regionOf } from "./words.ts";
