/** A name as written, and the letters it gets in an address. */
type Name = readonly [written: string, ascii: string];

interface Culture {
  /** How many of a hundred people bear such names. */
  share: number;
  familyNameFirst: boolean;
  given: readonly Name[];
  family: readonly Name[];
}

/** `Zoë Ángel|Angel` → names; without a bar the address uses the name in lower case without accents. */
function names(list: string): Name[] {
  return list.split(' ').map((entry) => {
    const [written = '', ascii] = entry.split('|');
    const plain = ascii ?? written.normalize('NFD').replace(/[^a-zA-Z]/g, '');
    return [written, plain.toLowerCase()];
  });
}

const western = { familyNameFirst: false };
const eastern = { familyNameFirst: true };

const cultures: readonly Culture[] = [
  {
    share: 30,
    ...western,
    given: names(
      'Adele Alex Amy Ben Carla Chloe Daniel Emma Ethan Grace Harriet Isaac Jordan Kate Liam Megan Nathan Olivia Ruth Tom',
    ),
    family: names(
      "Baker Brooks Carter Dalton Ellis Foster Graham Hughes Irwin Johnson Kent Lowe Marsh Norris O'Neill Parker Reed Shaw Turner Wood",
    ),
  },
  {
    share: 14,
    ...western,
    given: names(
      'Anna Björn Céline Dörte Eléonore François Günther Hélène Jürgen Käthe Lukas Maëlle Noël Renée Sören|soeren Théo',
    ),
    family: names(
      'Bäcker Chevalier Dubois Fischer Groß|gross Hübner Jäger Krüger Lefèvre Müller|mueller Noël Rößler|roessler Schäfer Vogel Weiß|weiss',
    ),
  },
  {
    share: 14,
    ...western,
    given: names('Ana Beatriz Carmen Diego Elena Félix Inês Joaquín João Lucía Martín Nuño Óscar Raúl Sofía Tomás'),
    family: names(
      'Álvarez Barbosa Castaño Conceição Díaz Fernández García Gonçalves Ibáñez López Muñoz Núñez Pérez Simões Vázquez',
    ),
  },
  {
    share: 8,
    ...western,
    given: names('Åsa Ætle|aetle Bjørn|bjorn Elísabet Freja Håkon Ingrid Jóhann Kaisa Magnús Øystein|oystein Päivi Signe Väinö'),
    family: names(
      'Ahlström Bergström Dahl Ekholm Guðmundsdóttir|gudmundsdottir Hämäläinen Jørgensen|jorgensen Kjær|kjaer Lindqvist Mäkelä Østby|ostby Sæther|saether',
    ),
  },
  {
    share: 10,
    ...western,
    given: names(
      'Agnieszka Bożena Călin Dušan Eşref Gökçe Jiří Łukasz|lukasz Małgorzata|malgorzata Ondřej Şule Tereza Vojtěch Žofie',
    ),
    family: names(
      'Çelik Dvořák Gałązka|galazka Horváth Ionescu Jovanović Kowalczyk Łapiński|lapinski Novák Öztürk Ştefănescu Wójcik Yılmaz|yilmaz',
    ),
  },
  {
    share: 6,
    ...western,
    given: names('Андрей|andrey Вера|vera Дмитрий|dmitriy Ελένη|eleni Νίκος|nikos Ольга|olga Сергей|sergey Татьяна|tatyana'),
    family: names('Ковальчук|kovalchuk Мельник|melnyk Παππάς|pappas Савчук|savchuk Шевченко|shevchenko Ткаченко|tkachenko'),
  },
  {
    share: 6,
    ...western,
    given: names('Aarav Aisha Amara Chidi Fatima Ifeoma Kwame Layla Nadia Omar Priya Rohan Samira Tariq Zainab'),
    family: names('Abara Bhatt Chowdhury Diallo Farouk Haddad Iyer Khan Mensah Nair Okafor Patel Rahman Singh Toure'),
  },
  {
    share: 5,
    ...eastern,
    given: names('伟|wei 芳|fang 娜|na 敏|min 静|jing 磊|lei 洋|yang 雪梅|xuemei 志强|zhiqiang 晓明|xiaoming'),
    family: names('王|wang 李|li 张|zhang 刘|liu 陈|chen 杨|yang 赵|zhao 黄|huang 欧阳|ouyang'),
  },
  {
    share: 4,
    ...eastern,
    given: names('さくら|sakura 翔太|shota 美咲|misaki 健一|kenichi 陽菜|hina 大輔|daisuke 由美子|yumiko'),
    family: names('佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 渡辺|watanabe 伊藤|ito 小林|kobayashi'),
  },
  {
    share: 3,
    ...eastern,
    given: names('서연|seoyeon 민준|minjun 지우|jiwoo 하은|haeun 도윤|doyun 수빈|subin'),
    family: names('김|kim 이|lee 박|park 최|choi 정|jung 강|kang'),
  },
];

const cultureOfShare = cultures.flatMap((culture) => Array.from({ length: culture.share }, () => culture));

/** A person's names from 32 bits: the same bits always give the same person. `address` is ASCII, `given.family`. */
export function personName(bits: number): { given: string; family: string; display: string; address: string } {
  const culture = cultureOfShare[bits % cultureOfShare.length] ?? (cultures[0] as Culture);
  const [given, givenAscii] = culture.given[(bits >>> 8) % culture.given.length] as Name;
  const [family, familyAscii] = culture.family[(bits >>> 17) % culture.family.length] as Name;
  const display = culture.familyNameFirst ? family + given : `${given} ${family}`;
  return { given, family, display, address: `${givenAscii}.${familyAscii}` };
}
