"""From a name to whether it is a country, a state, or a city that news comes from: for datelines without an agency."""

from __future__ import annotations

from functools import cache

_LANDS = (
    "Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Barbados "
    "Belarus Belgium Belize Benin Bhutan Bolivia Botswana Brazil Brunei Bulgaria Burundi Cambodia Cameroon Canada "
    "Chad Chile China Colombia Comoros Congo Croatia Cuba Cyprus Denmark Djibouti Ecuador Egypt England Eritrea "
    "Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia Georgia Germany Ghana Greece Greenland Grenada "
    "Guatemala Guinea Guyana Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica "
    "Japan Jordan Kazakhstan Kenya Kosovo Kuwait Kyrgyzstan Laos Latvia Lebanon Lesotho Liberia Libya "
    "Liechtenstein Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali Malta Mauritania Mauritius Mexico "
    "Moldova Monaco Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nepal Netherlands Nicaragua Niger "
    "Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia "
    "Rwanda Samoa Scotland Senegal Serbia Seychelles Singapore Slovakia Slovenia Somalia Spain Sudan Suriname "
    "Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tonga Tunisia Turkey Türkiye Turkmenistan "
    "Uganda Ukraine Uruguay Uzbekistan Vanuatu Venezuela Vietnam Wales Yemen Zambia Zimbabwe UAE UK US USA Alabama "
    "Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa "
    "Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana "
    "Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming "
    "Ontario Quebec Alberta Manitoba Saskatchewan Queensland Tasmania Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill "
    "Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Deutschland "
    "Österreich Frankreich Italien España Argentine Allemagne Belgique Espagne Italie Suisse Maroc Algérie Brasil "
    "México Perú Panamá Alemania Italia Francia Turquía Moçambique Россия Украина Україна"
)
_LONG_LANDS = (
    "Bosnia and Herzegovina|Burkina Faso|Cape Verde|Central African Republic|Costa Rica|Czech Republic|"
    "Democratic Republic of Congo|Dominican Republic|East Timor|El Salvador|Equatorial Guinea|Hong Kong|"
    "Ivory Coast|New Zealand|North Korea|North Macedonia|Northern Ireland|Papua New Guinea|Puerto Rico|"
    "Saudi Arabia|Sierra Leone|Solomon Islands|South Africa|South Korea|South Sudan|Sri Lanka|United Arab Emirates|"
    "United Kingdom|United States|Viet Nam|West Bank|Gaza Strip|New Hampshire|New Jersey|New Mexico|New York|"
    "North Carolina|North Dakota|Rhode Island|South Carolina|South Dakota|West Virginia|British Columbia|"
    "New South Wales|Nova Scotia|Côte d'Ivoire"
)
_CITIES = (
    "Abuja Accra Aden Algiers Almaty Amman Amsterdam Ankara Antananarivo Ashgabat Asmara Astana Asunción Athens "
    "Auckland Baghdad Baku Bamako Bangkok Bangui Banjul Barcelona Basra Beijing Beirut Belgrade Berlin Bern "
    "Bishkek Bogota Bogotá Bonn Boston Brasilia Brasília Bratislava Brazzaville Brisbane Brussels Bucharest "
    "Budapest Bujumbura Cairo Canberra Caracas Chicago Chisinau Colombo Conakry Copenhagen Dakar Damascus Delhi "
    "Dhaka Djibouti Doha Donetsk Dubai Dublin Dushanbe Frankfurt Freetown Gaborone Gaza Geneva Guangzhou Hamburg "
    "Hanoi Harare Havana Helsinki Islamabad Istanbul Jakarta Jeddah Jerusalem Johannesburg Juba Kabul Kampala "
    "Karachi Kathmandu Kharkiv Khartoum Kiev Kigali Kinshasa Kolkata Kyiv Kyoto Lagos Lahore Lausanne Libreville "
    "Lilongwe Lima Lisbon Ljubljana London Lomé Luanda Lusaka Luxembourg Madrid Malé Managua Manama Manila Maputo "
    "Mariupol Melbourne Milan Minsk Mogadishu Monrovia Montevideo Montreal Moscow Mosul Mumbai Munich Muscat "
    "Nairobi Naypyitaw Niamey Nicosia Nouakchott Osaka Oslo Ottawa Ouagadougou Paris Podgorica Prague Pretoria "
    "Pristina Pyongyang Quito Rabat Ramallah Rangoon Reykjavik Riga Riyadh Rome Santiago Sarajevo Seoul Shanghai "
    "Singapore Skopje Sofia Stockholm Strasbourg Suva Sydney Taipei Tallinn Tashkent Tbilisi Tegucigalpa Tehran "
    "Tirana Tokyo Toronto Tripoli Tunis Ulaanbaatar Vancouver Vienna Vientiane Vilnius Warsaw Washington "
    "Wellington Windhoek Yangon Yaoundé Yerevan Zagreb Zurich Genève Bruxelles Londres Athènes Moscou Varsovie "
    "Vienne Wien Brüssel Moskau Warschau Prag Genf Zürich Roma Milano Parigi Bruselas Moscú Ginebra Lisboa Genebra "
    "Moscovo Москва Київ Киев Минск Лондон Париж Warszawa Praha București Beograd"
)
_LONG_CITIES = (
    "Abu Dhabi|Addis Ababa|Buenos Aires|Cape Town|Dar es Salaam|Guatemala City|Ho Chi Minh City|HCM City|Hong Kong|"
    "Kuala Lumpur|Kuwait City|La Paz|Los Angeles|Mexico City|N'Djamena|New Delhi|New York|Panama City|Phnom Penh|"
    "Port-au-Prince|Port Louis|Port Moresby|Porto-Novo|Rio de Janeiro|San Francisco|San José|San Juan|San Salvador|"
    "Santo Domingo|São Paulo|Sao Paulo|Tel Aviv|The Hague|United Nations|Vatican City|Hà Nội|TP.HCM"
)


@cache
def _names(words: str, phrases: str) -> frozenset[str]:
    return frozenset(words.split() + phrases.split("|"))


def is_land(name: str) -> bool:
    """Return whether *name* is a country, or a state or province that datelines name."""
    return name.rstrip(".") in _names(_LANDS, _LONG_LANDS)


def is_city(name: str) -> bool:
    """Return whether *name* is a city that stands alone in datelines."""
    return name in _names(_CITIES, _LONG_CITIES)
