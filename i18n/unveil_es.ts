<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en" language="es">
  <context>
    <name>Unveil</name>
    <message>
      <source> ({0} of them from other dates)</source>
      <translation> ({0} de ellas de otras fechas)</translation>
    </message>
    <message>
      <source> ({0} of them from other dates, {1} seen through thin cloud)</source>
      <translation> ({0} de ellas de otras fechas, {1} vistas a través de nubes finas)</translation>
    </message>
    <message>
      <source> ({0} of them seen through thin cloud)</source>
      <translation> ({0} de ellas vistas a través de nubes finas)</translation>
    </message>
    <message>
      <source>'{0}' is no band of Sentinel-2; write B1, B2 ... B8A ... B12.</source>
      <translation>«{0}» no es una banda de Sentinel-2; escriba B1, B2 ... B8A ... B12.</translation>
    </message>
    <message>
      <source>'{0}' is no choice for the offset; choose {1}.</source>
      <translation>«{0}» no es una opción para el desplazamiento; elija {1}.</translation>
    </message>
    <message>
      <source>'{0}' is no kind of backscatter; choose auto, {1}.</source>
      <translation>«{0}» no es un tipo de retrodispersión; elija auto, {1}.</translation>
    </message>
    <message>
      <source>'{0}' is no unit of backscatter; choose auto, {1}.</source>
      <translation>«{0}» no es una unidad de retrodispersión; elija auto, {1}.</translation>
    </message>
    <message>
      <source>'{}' is ready.</source>
      <translation>«{}» está listo.</translation>
    </message>
    <message>
      <source>, elevation {0}</source>
      <translation>, elevación {0}</translation>
    </message>
    <message>
      <source>0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation>0 despejado, 1 nube, 2 nube fina, 3 sombra, 255 sin datos.</translation>
    </message>
    <message>
      <source>0: the scene's darkest pixel, 1: its mean.</source>
      <translation>0: el píxel más oscuro de la escena, 1: su media.</translation>
    </message>
    <message>
      <source>A clear image of the same place, of a near date, with the same bands on the same grid.</source>
      <translation>Una imagen despejada del mismo lugar, de una fecha cercana, con las mismas bandas y en la misma cuadrícula.</translation>
    </message>
    <message>
      <source>A clear scene of the same place, drawn in the spectra beside the two.</source>
      <translation>Una escena despejada del mismo lugar, que se dibuja en los espectros junto a las otras dos.</translation>
    </message>
    <message>
      <source>A cloud-free Sentinel-2 raster in DN (reflectance x 10000), bands named B1 to B12 or 13 in that order.</source>
      <translation>Un ráster de Sentinel-2 sin nubes en ND (reflectancia x 10000), con bandas llamadas B1 a B12 o con 13 en ese orden.</translation>
    </message>
    <message>
      <source>A length of {0} metres is none; give a number.</source>
      <translation>Una longitud de {0} metros no lo es; dé un número.</translation>
    </message>
    <message>
      <source>A mask of shape {0} does not fit images of {1} pixels.</source>
      <translation>Una máscara de forma {0} no encaja con imágenes de {1} píxeles.</translation>
    </message>
    <message>
      <source>A mask's threshold of {0} is no probability; give more than 0 and at most 1.</source>
      <translation>Un umbral de máscara de {0} no es una probabilidad; dé más de 0 y como mucho 1.</translation>
    </message>
    <message>
      <source>A model is left out. {0}</source>
      <translation>Un modelo se deja fuera. {0}</translation>
    </message>
    <message>
      <source>A model on relative values needs the levels of the scene's clear ground.</source>
      <translation>Un modelo sobre valores relativos necesita los niveles del suelo despejado de la escena.</translation>
    </message>
    <message>
      <source>A page with tables, pictures and charts that needs no other file.</source>
      <translation>Una página con tablas, imágenes y gráficos que no necesita ningún otro archivo.</translation>
    </message>
    <message>
      <source>A picture of the page cannot be made: this GDAL cannot write PNG.</source>
      <translation>No se puede hacer una imagen de la página: este GDAL no puede escribir PNG.</translation>
    </message>
    <message>
      <source>A polygon layer, or what is selected in it. Clouds outside stay as they are.</source>
      <translation>Una capa de polígonos, o lo que está seleccionado en ella. Las nubes de fuera quedan como están.</translation>
    </message>
    <message>
      <source>A progressive restoration needs at least one step, not {0}.</source>
      <translation>Una restauración progresiva necesita al menos un paso, no {0}.</translation>
    </message>
    <message>
      <source>A quarter of B2 of {0} lies below {1} DN, and at the top of the atmosphere (L1C) air alone gives more than 600: the values seem to be scaled (reflectance x 1000, radiance), or an offset subtracted twice; export DN (reflectance x 10000).</source>
      <translation>Una cuarta parte de B2 de {0} está por debajo de {1} DN, y en el techo de la atmósfera (L1C) solo el aire da más de 600: los valores parecen escalados (reflectancia x 1000, radiancia), o el desplazamiento restado dos veces; exporte DN (reflectancia x 10000).</translation>
    </message>
    <message>
      <source>A raster on any grid (class codes 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data; 0 and 1; cloud probability; the scene classification of L2A; others by its coding) or polygons of clouds; the log says what it was taken for. Left empty, the mask detector makes one.</source>
      <translation>Un ráster en cualquier cuadrícula (códigos de clase 0 despejado, 1 nube, 2 nube fina, 3 sombra, 255 sin datos; 0 y 1; probabilidad de nube; la clasificación de escena de L2A; otros según su codificación) o polígonos de nubes; el registro dice por qué se tomó. Si se deja vacío, el detector de máscaras crea una.</translation>
    </message>
    <message>
      <source>A raster with VV and VH (calibrated, terrain-corrected), a folder with one file for each, or a SAFE GRD product (folder, manifest.safe or zip).</source>
      <translation>Un ráster con VV y VH (calibrado y con corrección del terreno), una carpeta con un archivo para cada una o un producto SAFE GRD (carpeta, manifest.safe o zip).</translation>
    </message>
    <message>
      <source>A row for each image and method. A table of an earlier run is continued, not begun anew.</source>
      <translation>Una fila por imagen y método. La tabla de una ejecución anterior se continúa, no se empieza de nuevo.</translation>
    </message>
    <message>
      <source>A sample scene of {0} pixels a side is too small; ask for {1} or more.</source>
      <translation>Una escena de ejemplo de {0} píxeles de lado es demasiado pequeña; pida {1} o más.</translation>
    </message>
    <message>
      <source>A scene and its radar</source>
      <translation>Una escena y su radar</translation>
    </message>
    <message>
      <source>A scene of {0} x {1} pixels is smaller than the {2} that a network learns from at a time, so nothing was adapted and the model {3} stays.</source>
      <translation>Una escena de {0} x {1} píxeles es menor que los {2} de los que una red aprende cada vez, así que no se adaptó nada y se queda el modelo {3}.</translation>
    </message>
    <message>
      <source>A stored authentication of QGIS for the catalogue's own address.</source>
      <translation>Una autenticación guardada en QGIS para la dirección del propio catálogo.</translation>
    </message>
    <message>
      <source>A tile takes {0} s here: about {1} minutes to go.</source>
      <translation>Una tesela tarda aquí {0} s: quedan unos {1} minutos.</translation>
    </message>
    <message>
      <source>About {} of memory.</source>
      <translation>Unos {} de memoria.</translation>
    </message>
    <message>
      <source>About {} on {} ({} s a tile) and {} of memory.</source>
      <translation>Unos {} en {} ({} s por tesela) y {} de memoria.</translation>
    </message>
    <message>
      <source>Account</source>
      <translation>Cuenta</translation>
    </message>
    <message>
      <source>Adapt model to a scene</source>
      <translation>Adaptar un modelo a una escena</translation>
    </message>
    <message>
      <source>Address of a catalogue of Sentinel-1</source>
      <translation>Dirección de un catálogo de Sentinel-1</translation>
    </message>
    <message>
      <source>Address of a catalogue of Sentinel-2</source>
      <translation>Dirección de un catálogo de Sentinel-2</translation>
    </message>
    <message>
      <source>Address or file of a Sentinel-2 item, instead of a date.</source>
      <translation>Dirección o archivo de un elemento de Sentinel-2, en vez de una fecha.</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Después</translation>
    </message>
    <message>
      <source>All scores by band and class of pixel, for other programs.</source>
      <translation>Todas las puntuaciones por banda y clase de píxel, para otros programas.</translation>
    </message>
    <message>
      <source>An adaptation of {0} minutes is none; give more than 0.</source>
      <translation>Una adaptación de {0} minutos no lo es; dé más de 0.</translation>
    </message>
    <message>
      <source>An image of shape {0} does not have the {1} bands named; give [bands, h, w].</source>
      <translation>Una imagen de forma {0} no tiene las {1} bandas nombradas; dé [bandas, alto, ancho].</translation>
    </message>
    <message>
      <source>An installed model, by its id.</source>
      <translation>Un modelo instalado, por su id.</translation>
    </message>
    <message>
      <source>An installed model: {}.</source>
      <translation>Un modelo instalado: {}.</translation>
    </message>
    <message>
      <source>Another QGIS installs packages; wait until it has ended.</source>
      <translation>Otro QGIS está instalando paquetes; espere a que termine.</translation>
    </message>
    <message>
      <source>Any number of the installed models.</source>
      <translation>Cualquier número de los modelos instalados.</translation>
    </message>
    <message>
      <source>As Remove clouds takes it. Left empty, the mask detector makes one.</source>
      <translation>Tal como la admite «Eliminar nubes». Si se deja vacía, el detector de la máscara genera una.</translation>
    </message>
    <message>
      <source>As Remove clouds wrote it; how many errors lie within it, and whether it ranks them, is told.</source>
      <translation>Tal como lo escribió Eliminar nubes; se indica cuántos errores quedan dentro de él y si los ordena.</translation>
    </message>
    <message>
      <source>As Remove clouds wrote them; scores stand by their classes too: below cloud, another date, far.</source>
      <translation>Tal como los escribió Eliminar nubes; las puntuaciones se dan también por sus clases: bajo nube, otra fecha, lejos.</translation>
    </message>
    <message>
      <source>As in Remove clouds.</source>
      <translation>Como en «Eliminar nubes».</translation>
    </message>
    <message>
      <source>Average the score over a disc (radius, metres)</source>
      <translation>Promediar la puntuación en un disco (radio, metros)</translation>
    </message>
    <message>
      <source>Azimuth of the sun (degrees)</source>
      <translation>Acimut del sol (grados)</translation>
    </message>
    <message>
      <source>Backscatter</source>
      <translation>Retrodispersión</translation>
    </message>
    <message>
      <source>Band {0} of {1} holds the value {2}, which is no class of a scene classification (0 to 11); choose the product's SCL.</source>
      <translation>La banda {0} de {1} contiene el valor {2}, que no es ninguna clase de una clasificación de escena (0 a 11); elija la SCL del producto.</translation>
    </message>
    <message>
      <source>Bands</source>
      <translation>Bandas</translation>
    </message>
    <message>
      <source>Bands of Sentinel-2 at 10 m in DN (reflectance x 10000), named B1 to B12, or the 13 of L1C in that order; or a subdataset of a SAFE product.</source>
      <translation>Bandas de Sentinel-2 a 10 m en ND (reflectancia x 10000), llamadas B1 a B12, o las 13 de L1C en ese orden; o un subconjunto de datos de un producto SAFE.</translation>
    </message>
    <message>
      <source>Bands of Sentinel-2 in DN (reflectance x 10000), named B1 to B12, or 13 of L1C in that order; for scl the scene classification of L2A, or a raster with a band SCL.</source>
      <translation>Bandas de Sentinel-2 en ND (reflectancia x 10000), llamadas B1 a B12, o las 13 de L1C en ese orden; para scl, la clasificación de escena de L2A o un ráster con una banda SCL.</translation>
    </message>
    <message>
      <source>Bands of {0} m are brought to the grid of {1} x {2} pixels.</source>
      <translation>Las bandas de {0} m se llevan a la cuadrícula de {1} x {2} píxeles.</translation>
    </message>
    <message>
      <source>Beaches, roads and roofs are narrower than clouds.</source>
      <translation>Las playas, las carreteras y los tejados son más estrechos que las nubes.</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Antes</translation>
    </message>
    <message>
      <source>Begin with</source>
      <translation>Empezar con</translation>
    </message>
    <message>
      <source>Benchmark models</source>
      <translation>Comparar el rendimiento de modelos</translation>
    </message>
    <message>
      <source>Both radar files hold {0}; give one of VV and one of VH.</source>
      <translation>Ambos archivos de radar contienen {0}; dé uno de VV y uno de VH.</translation>
    </message>
    <message>
      <source>Brings Sentinel-1 backscatter to the grid of a Sentinel-2 scene and checks how well it lies.</source>
      <translation>Lleva la retrodispersión de Sentinel-1 a la cuadrícula de una escena de Sentinel-2 y comprueba lo bien que encaja.</translation>
    </message>
    <message>
      <source>By the product's manifest.safe: a damaged JPEG 2000 file decodes without an error. Takes some seconds.</source>
      <translation>Según el manifest.safe del producto: un archivo JPEG 2000 dañado se decodifica sin error. Tarda unos segundos.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Cancelado.</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>Cancelado; no se ha escrito nada.</translation>
    </message>
    <message>
      <source>Carrying on at step {0}, after {1} of training</source>
      <translation>Se continúa en el paso {0}, tras {1} de entrenamiento</translation>
    </message>
    <message>
      <source>Catalogue of Sentinel-1</source>
      <translation>Catálogo de Sentinel-1</translation>
    </message>
    <message>
      <source>Catalogue of Sentinel-2</source>
      <translation>Catálogo de Sentinel-2</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>Punto de control</translation>
    </message>
    <message>
      <source>Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)</source>
      <translation>Puntos de control (*.pth *.pt *.tar *.ckpt *.safetensors);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Checksums: {0} files are as the product's manifest states.</source>
      <translation>Sumas de verificación: {0} archivos son como indica el manifiesto del producto.</translation>
    </message>
    <message>
      <source>Choose the Sentinel-2 raster whose grid the radar is brought to.</source>
      <translation>Elija el ráster de Sentinel-2 a cuya cuadrícula se lleva el radar.</translation>
    </message>
    <message>
      <source>Choose: {}</source>
      <translation>Elija: {}</translation>
    </message>
    <message>
      <source>Class codes of what was restored, grown as it was, whoever made the mask.</source>
      <translation>Códigos de clase de lo restaurado, con el crecimiento aplicado, sea quien sea quien hizo la máscara.</translation>
    </message>
    <message>
      <source>Class codes: 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation>Códigos de clase: 0 despejado, 1 nube, 2 nube fina, 3 sombra, 255 sin datos.</translation>
    </message>
    <message>
      <source>Clean</source>
      <translation>Limpiar</translation>
    </message>
    <message>
      <source>Clean this scene</source>
      <translation>Limpiar esta escena</translation>
    </message>
    <message>
      <source>Clear gaps that are narrower become cloud.</source>
      <translation>Los huecos despejados más estrechos pasan a ser nube.</translation>
    </message>
    <message>
      <source>Clear raster for the test</source>
      <translation>Ráster despejado para la prueba</translation>
    </message>
    <message>
      <source>Clear reference</source>
      <translation>Referencia despejada</translation>
    </message>
    <message>
      <source>Clear sky of {}</source>
      <translation>Cielo despejado de {}</translation>
    </message>
    <message>
      <source>Clear-sky probability</source>
      <translation>Probabilidad de cielo despejado</translation>
    </message>
    <message>
      <source>Click a pixel of the map to see its spectra.</source>
      <translation>Pulse un píxel del mapa para ver sus espectros.</translation>
    </message>
    <message>
      <source>Close gaps in clouds (radius, metres)</source>
      <translation>Cerrar huecos en las nubes (radio, metros)</translation>
    </message>
    <message>
      <source>Cloud cover (%)</source>
      <translation>Nubosidad (%)</translation>
    </message>
    <message>
      <source>Cloud detector: {0} ({1}).</source>
      <translation>Detector de nubes: {0} ({1}).</translation>
    </message>
    <message>
      <source>Cloud free</source>
      <translation>Sin nubes</translation>
    </message>
    <message>
      <source>Cloud mask</source>
      <translation>Máscara de nubes</translation>
    </message>
    <message>
      <source>Cloud mask of {}</source>
      <translation>Máscara de nubes de {}</translation>
    </message>
    <message>
      <source>Cloud masks of any coding, one for each other date, in their order; left empty, the detector makes them.</source>
      <translation>Máscaras de nubes de cualquier codificación, una por cada otra fecha y en su orden; si se deja vacío, las hace el detector.</translation>
    </message>
    <message>
      <source>Cloud probability from which a mask counts as cloud</source>
      <translation>Probabilidad de nube a partir de la cual una máscara cuenta como nube</translation>
    </message>
    <message>
      <source>Cloud score</source>
      <translation>Puntuación de nube</translation>
    </message>
    <message>
      <source>Cloud score of {}</source>
      <translation>Puntuación de nube de {}</translation>
    </message>
    <message>
      <source>Cloud-free raster</source>
      <translation>Ráster sin nubes</translation>
    </message>
    <message>
      <source>Clouds</source>
      <translation>Nubes</translation>
    </message>
    <message>
      <source>Clouds cannot be simulated in bands that are not Sentinel-2's: {0}.</source>
      <translation>No se pueden simular nubes en bandas que no son de Sentinel-2: {0}.</translation>
    </message>
    <message>
      <source>Clouds fade out beyond what a detector finds; 0 leaves its answer as it is.</source>
      <translation>Las nubes se desvanecen más allá de lo que encuentra un detector; 0 deja su respuesta tal cual.</translation>
    </message>
    <message>
      <source>Cloudy Sentinel-2 raster</source>
      <translation>Ráster Sentinel-2 con nubes</translation>
    </message>
    <message>
      <source>Cloudy image</source>
      <translation>Imagen con nubes</translation>
    </message>
    <message>
      <source>Cloudy raster for the test</source>
      <translation>Ráster con nubes para la prueba</translation>
    </message>
    <message>
      <source>Coding of the mask</source>
      <translation>Codificación de la máscara</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Comparar</translation>
    </message>
    <message>
      <source>Compare before and after</source>
      <translation>Comparar antes y después</translation>
    </message>
    <message>
      <source>Compare the files with their checksums</source>
      <translation>Comparar los archivos con sus sumas de verificación</translation>
    </message>
    <message>
      <source>Compares models and simple methods on a folder of triplets.</source>
      <translation>Compara modelos y métodos sencillos con una carpeta de tripletes.</translation>
    </message>
    <message>
      <source>Confidence of the shift (0 to 1)</source>
      <translation>Confianza del desplazamiento (0 a 1)</translation>
    </message>
    <message>
      <source>Copies a Sentinel-2 scene with its radar and other dates from a STAC catalogue, and prepares them.</source>
      <translation>Copia de un catálogo STAC una escena de Sentinel-2 con su radar y otras fechas, y las prepara.</translation>
    </message>
    <message>
      <source>Copy diagnostics</source>
      <translation>Copiar diagnóstico</translation>
    </message>
    <message>
      <source>Correct a shift</source>
      <translation>Corregir un desplazamiento</translation>
    </message>
    <message>
      <source>Corrected (% of the scene)</source>
      <translation>Corregido (% de la escena)</translation>
    </message>
    <message>
      <source>Correlation (mean of the bands)</source>
      <translation>Correlación (media de las bandas)</translation>
    </message>
    <message>
      <source>Covered by radar (%)</source>
      <translation>Cubierto por el radar (%)</translation>
    </message>
    <message>
      <source>Creation options</source>
      <translation>Opciones de creación</translation>
    </message>
    <message>
      <source>Crop (pixels)</source>
      <translation>Recorte (píxeles)</translation>
    </message>
    <message>
      <source>Crops of a step</source>
      <translation>Recortes por paso</translation>
    </message>
    <message>
      <source>Dark ground that no cloud of the scene can have shaded stays shadow, too.</source>
      <translation>El suelo oscuro que ninguna nube de la escena puede haber sombreado también queda como sombra.</translation>
    </message>
    <message>
      <source>Dark objects that no cloud can shade from there are clear. Empty: from the metadata, or else as most shadows of the scene lie.</source>
      <translation>Los objetos oscuros que ninguna nube puede sombrear desde allí quedan despejados. Vacío: de los metadatos o, si no, como caen la mayoría de las sombras de la escena.</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Fecha</translation>
    </message>
    <message>
      <source>Days from the date</source>
      <translation>Días desde la fecha</translation>
    </message>
    <message>
      <source>Days from this date to the one that was used.</source>
      <translation>Días desde esta fecha hasta la que se usó.</translation>
    </message>
    <message>
      <source>Days to the other date</source>
      <translation>Días hasta la otra fecha</translation>
    </message>
    <message>
      <source>Days to the other date of {}</source>
      <translation>Días hasta la otra fecha de {}</translation>
    </message>
    <message>
      <source>Detector</source>
      <translation>Detector</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Dispositivo</translation>
    </message>
    <message>
      <source>Device that really ran</source>
      <translation>Dispositivo realmente utilizado</translation>
    </message>
    <message>
      <source>Divider</source>
      <translation>Divisor</translation>
    </message>
    <message>
      <source>Do nothing, mean of the clear pixels, gdal.FillNodata, regression from radar within each image.</source>
      <translation>No hacer nada, media de los píxeles despejados, gdal.FillNodata, regresión a partir del radar dentro de cada imagen.</translation>
    </message>
    <message>
      <source>Done.</source>
      <translation>Hecho.</translation>
    </message>
    <message>
      <source>Drawing {0} clouds for the samples</source>
      <translation>Se dibujan {0} nubes para las muestras</translation>
    </message>
    <message>
      <source>ERGAS (ratio 1, without B10)</source>
      <translation>ERGAS (razón 1, sin B10)</translation>
    </message>
    <message>
      <source>Elevation of the sun (degrees)</source>
      <translation>Elevación del sol (grados)</translation>
    </message>
    <message>
      <source>Empty: as far as clouds.</source>
      <translation>Vacío: tanto como las nubes.</translation>
    </message>
    <message>
      <source>Empty: from the metadata, else 45.</source>
      <translation>Vacío: de los metadatos; si no, 45.</translation>
    </message>
    <message>
      <source>Empty: results are temporary until you save them.</source>
      <translation>Vacío: los resultados son temporales hasta que los guarde.</translation>
    </message>
    <message>
      <source>Empty: the detector's own (spectral 0.2, s2cloudless 0.4, cloudsen12 0.5).</source>
      <translation>Vacío: el propio del detector (spectral 0.2, s2cloudless 0.4, cloudsen12 0.5).</translation>
    </message>
    <message>
      <source>Empty: the recipe's.</source>
      <translation>Vacío: el de la receta.</translation>
    </message>
    <message>
      <source>Empty: what the model's card recommends. At most half a tile.</source>
      <translation>Vacío: lo que recomienda la ficha del modelo. Como máximo, media tesela.</translation>
    </message>
    <message>
      <source>Errors of {0} bands cannot be added to those of {1}; compare the same bands.</source>
      <translation>Los errores de {0} bandas no se pueden sumar a los de {1}; compare las mismas bandas.</translation>
    </message>
    <message>
      <source>Estimate: about {0} and {1} of memory ({2} s a tile, as measured here before).</source>
      <translation>Estimación: unos {0} y {1} de memoria ({2} s por tesela, según lo medido aquí antes).</translation>
    </message>
    <message>
      <source>Estimate: about {0} of memory; the time is told with the first tiles.</source>
      <translation>Estimación: unos {0} de memoria; el tiempo se dice con las primeras teselas.</translation>
    </message>
    <message>
      <source>Estimate: at most 1 tile to predict.</source>
      <translation>Estimación: como mucho 1 tesela por predecir.</translation>
    </message>
    <message>
      <source>Estimate: at most {} tiles to predict; a mask tells how many.</source>
      <translation>Estimación: como máximo {} teselas por predecir; una máscara dirá cuántas.</translation>
    </message>
    <message>
      <source>Estimate: {} of 1 tile to predict.</source>
      <translation>Estimación: {} de 1 tesela por predecir.</translation>
    </message>
    <message>
      <source>Estimate: {} of {} tiles to predict.</source>
      <translation>Estimación: {} de {} teselas por predecir.</translation>
    </message>
    <message>
      <source>Estimate: {} tiles to predict.</source>
      <translation>Estimación: {} teselas por predecir.</translation>
    </message>
    <message>
      <source>Estimating ...</source>
      <translation>Estimando...</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>Evaluar</translation>
    </message>
    <message>
      <source>Evaluate a result</source>
      <translation>Evaluar un resultado</translation>
    </message>
    <message>
      <source>Every band of {0} has a floor near 1000 or above (lowest: {1}): the radiometric offset of processing baseline 04.00 seems to be still in; subtract 1000 from all bands (RADIO_ADD_OFFSET). Prepare Sentinel-2 does it, or notes that there is none, where its offset is set to 1000 or none.</source>
      <translation>Todas las bandas de {0} empiezan cerca de 1000 o más (la más baja: {1}): el desplazamiento radiométrico de la línea base 04.00 parece seguir incluido; reste 1000 a todas las bandas (RADIO_ADD_OFFSET). «Preparar Sentinel-2» lo hace, o anota que no lo hay, si su desplazamiento se pone en 1000 o none.</translation>
    </message>
    <message>
      <source>Every band of {0} is brighter than {1} DN: if that is the offset of processing baseline 04.00 and not the land, subtract 1000 first, or the mask will show too much cloud.</source>
      <translation>Todas las bandas de {0} son más brillantes que {1} DN: si eso es el desplazamiento de la línea base 04.00 y no el terreno, reste antes 1000, o la máscara mostrará demasiadas nubes.</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>Extensión</translation>
    </message>
    <message>
      <source>Extent to restore</source>
      <translation>Extensión por restaurar</translation>
    </message>
    <message>
      <source>Fetch scene</source>
      <translation>Obtener escena</translation>
    </message>
    <message>
      <source>Finds clouds and cloud shadows in a Sentinel-2 scene.</source>
      <translation>Encuentra nubes y sombras de nubes en una escena de Sentinel-2.</translation>
    </message>
    <message>
      <source>Fine-tunes a model on a scene's own clear ground, and keeps it where it restores held-out ground better.</source>
      <translation>Hace un ajuste fino de un modelo con el terreno despejado de la propia escena y lo conserva si restaura mejor el terreno reservado.</translation>
    </message>
    <message>
      <source>Flicker instead of a divider</source>
      <translation>Parpadeo en lugar de divisor</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Carpeta</translation>
    </message>
    <message>
      <source>Folder of results</source>
      <translation>Carpeta de resultados</translation>
    </message>
    <message>
      <source>Folder of training scenes</source>
      <translation>Carpeta de escenas de entrenamiento</translation>
    </message>
    <message>
      <source>Folder of triplets</source>
      <translation>Carpeta de tripletes</translation>
    </message>
    <message>
      <source>Folder of validation scenes</source>
      <translation>Carpeta de escenas de validación</translation>
    </message>
    <message>
      <source>For a raster whose bands have no names: their names in order, such as B2, B3, B4, B8.</source>
      <translation>Para un ráster cuyas bandas no tienen nombre: sus nombres por orden, por ejemplo B2, B3, B4, B8.</translation>
    </message>
    <message>
      <source>For scores by class of pixel, as Remove clouds takes it; the log says what it was taken for. Left empty, the spectral detector makes one of the cloudy image, if that has the bands of L1C.</source>
      <translation>Para puntuaciones por clase de píxel, como la toma Eliminar nubes; el registro dice por qué se tomó. Si se deja vacío, el detector espectral crea una a partir de la imagen nublada, si esta tiene las bandas de L1C.</translation>
    </message>
    <message>
      <source>From cloud to snow.</source>
      <translation>De nube a nieve.</translation>
    </message>
    <message>
      <source>From no cloud to cloud.</source>
      <translation>De sin nube a nube.</translation>
    </message>
    <message>
      <source>GDAL as installed has no driver for cloud-optimised GeoTIFFs (3.1 or newer has).</source>
      <translation>El GDAL instalado no tiene un controlador para GeoTIFF optimizados para la nube (lo tiene desde 3.1).</translation>
    </message>
    <message>
      <source>GDAL's driver {0} has no creation option {1}, but {2}.</source>
      <translation>El controlador {0} de GDAL no tiene la opción de creación {1}, sino {2}.</translation>
    </message>
    <message>
      <source>GLF-CR's or Cloud-Removal's file of weights, or weights that Unveil's networks were trained to.</source>
      <translation>El archivo de pesos de GLF-CR o de Cloud-Removal, o pesos con los que se entrenaron las redes de Unveil.</translation>
    </message>
    <message>
      <source>Gain on held-out ground (dB)</source>
      <translation>Ganancia en el terreno reservado (dB)</translation>
    </message>
    <message>
      <source>Give an item, or an extent and a date to look for one.</source>
      <translation>Dé un elemento, o una extensión y una fecha para buscar uno.</translation>
    </message>
    <message>
      <source>Give the address of a Sentinel-2 item, or an extent and a date to look for one.</source>
      <translation>Dé la dirección de un elemento de Sentinel-2, o una extensión y una fecha para buscar uno.</translation>
    </message>
    <message>
      <source>Grow clouds and shadows by (metres)</source>
      <translation>Ampliar nubes y sombras en (metros)</translation>
    </message>
    <message>
      <source>Grow shadows by (metres)</source>
      <translation>Ampliar sombras en (metros)</translation>
    </message>
    <message>
      <source>Grow the mask by (metres)</source>
      <translation>Ampliar la máscara en (metros)</translation>
    </message>
    <message>
      <source>Grown by {0} m the mask would leave {1} % of the scene clear, too little to learn from; it is taken as it is.</source>
      <translation>Ampliada {0} m, la máscara dejaría despejado el {1} % de la escena, demasiado poco para aprender; se toma como está.</translation>
    </message>
    <message>
      <source>Growth of masks</source>
      <translation>Crecimiento de las máscaras</translation>
    </message>
    <message>
      <source>Hardly any ground is clear; what the mask calls shadow looks clear beside other dates.</source>
      <translation>Casi no hay suelo despejado; lo que la máscara llama sombra parece despejado junto a otras fechas.</translation>
    </message>
    <message>
      <source>Hardly any ground of the scene is clear, so that nothing tells how the reference {0} differs; it is taken as it is.</source>
      <translation>Casi nada del suelo de la escena está despejado, de modo que nada dice en qué difiere la referencia {0}; se toma tal como es.</translation>
    </message>
    <message>
      <source>How far a scene may lie from the date.</source>
      <translation>A qué distancia de la fecha puede estar una escena.</translation>
    </message>
    <message>
      <source>How many clear dates near by are fetched as references for cloud removal.</source>
      <translation>Cuántas fechas despejadas cercanas se obtienen como referencias para eliminar nubes.</translation>
    </message>
    <message>
      <source>Id of the model to use</source>
      <translation>Identificador del modelo que se usará</translation>
    </message>
    <message>
      <source>Id of the new model</source>
      <translation>Identificador del modelo nuevo</translation>
    </message>
    <message>
      <source>Images compared</source>
      <translation>Imágenes comparadas</translation>
    </message>
    <message>
      <source>Images of shapes {0} and {1} cannot be compared; give two of [bands, h, w].</source>
      <translation>Imágenes de formas {0} y {1} no se pueden comparar; dé dos de [bandas, alto, ancho].</translation>
    </message>
    <message>
      <source>Import model</source>
      <translation>Importar un modelo</translation>
    </message>
    <message>
      <source>Install or repair</source>
      <translation>Instalar o reparar</translation>
    </message>
    <message>
      <source>Installed as '{0}'; its logs and pictures are in {1}</source>
      <translation>Instalado como «{0}»; sus registros e imágenes están en {1}</translation>
    </message>
    <message>
      <source>Installed. Restart QGIS to use it.</source>
      <translation>Instalado. Reinicie QGIS para usarlo.</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>Elemento</translation>
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes.</source>
      <translation>De él se forma su identificador: letras minúsculas, cifras y guiones.</translation>
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes. Empty: the name of the file.</source>
      <translation>De él se forma su identificador: letras minúsculas, cifras y guiones. Vacío: el nombre del archivo.</translation>
    </message>
    <message>
      <source>Keep clear pixels of the input</source>
      <translation>Conservar los píxeles despejados de la entrada</translation>
    </message>
    <message>
      <source>Keep shadows without a cloud</source>
      <translation>Conservar sombras sin nube</translation>
    </message>
    <message>
      <source>Kind of backscatter</source>
      <translation>Tipo de retrodispersión</translation>
    </message>
    <message>
      <source>Kind of thin cloud</source>
      <translation>Tipo de nube fina</translation>
    </message>
    <message>
      <source>L1C or L2A in DN (reflectance x 10000) with named bands: B2, B4 and an infrared one at least.</source>
      <translation>L1C o L2A en ND (reflectancia x 10000) con bandas con nombre: al menos B2, B4 y una infrarroja.</translation>
    </message>
    <message>
      <source>L1C or L2A: the SAFE folder, its zip, its MTD xml, a folder of band files named after their bands, or one raster with named bands.</source>
      <translation>L1C o L2A: la carpeta SAFE, su zip, su xml MTD, una carpeta de archivos llamados como sus bandas o un solo ráster con bandas con nombre.</translation>
    </message>
    <message>
      <source>L2A is corrected for the atmosphere and has no B10; models that were trained on L1C will do worse on it.</source>
      <translation>L2A está corregido de la atmósfera y no tiene B10; los modelos entrenados con L1C darán peor resultado.</translation>
    </message>
    <message>
      <source>L2A only: the product's scene classification (SCL) on the same grid.</source>
      <translation>Solo L2A: la clasificación de escena (SCL) del producto en la misma cuadrícula.</translation>
    </message>
    <message>
      <source>Left out: {0}</source>
      <translation>Se deja fuera: {0}</translation>
    </message>
    <message>
      <source>Length of the training. Empty: the number of steps, or the recipe's.</source>
      <translation>Duración del entrenamiento. Vacío: el número de pasos o la duración de la receta.</translation>
    </message>
    <message>
      <source>Length of the training; reading and measuring come on top.</source>
      <translation>Duración del entrenamiento; la lectura y la medición se añaden a ella.</translation>
    </message>
    <message>
      <source>Logs and pictures of the training</source>
      <translation>Registros e imágenes del entrenamiento</translation>
    </message>
    <message>
      <source>Makes a model of published weights (GLF-CR, Cloud-Removal) or of your own.</source>
      <translation>Crea un modelo a partir de pesos publicados (GLF-CR, Cloud-Removal) o propios.</translation>
    </message>
    <message>
      <source>Makes one raster with named bands on the 10 m grid of a Sentinel-2 product.</source>
      <translation>Crea un solo ráster con bandas con nombre en la cuadrícula de 10 m de un producto de Sentinel-2.</translation>
    </message>
    <message>
      <source>Mask ({0}): {1} % cloud, {2} % shadow.</source>
      <translation>Máscara ({0}): {1} % nube, {2} % sombra.</translation>
    </message>
    <message>
      <source>Mask clouds</source>
      <translation>Enmascarar nubes</translation>
    </message>
    <message>
      <source>Mask detector</source>
      <translation>Detector de la máscara</translation>
    </message>
    <message>
      <source>Mask that was used</source>
      <translation>Máscara utilizada</translation>
    </message>
    <message>
      <source>Mask used for {}</source>
      <translation>Máscara utilizada para {}</translation>
    </message>
    <message>
      <source>Masks of the other dates</source>
      <translation>Máscaras de las otras fechas</translation>
    </message>
    <message>
      <source>Masks the clouds of a Sentinel-2 scene, removes them and scores the result, in one go.</source>
      <translation>Enmascara las nubes de una escena Sentinel-2, las elimina y puntúa el resultado, de una vez.</translation>
    </message>
    <message>
      <source>Mean absolute error (reflectance)</source>
      <translation>Error absoluto medio (reflectancia)</translation>
    </message>
    <message>
      <source>Means with intervals, cloud cover, paired differences and speed, in one file.</source>
      <translation>Medias con intervalos, nubosidad, diferencias pareadas y velocidad, en un solo archivo.</translation>
    </message>
    <message>
      <source>Measure the devices</source>
      <translation>Medir los dispositivos</translation>
    </message>
    <message>
      <source>Measuring ...</source>
      <translation>Midiendo...</translation>
    </message>
    <message>
      <source>Measuring the speed of {} ...</source>
      <translation>Midiendo la velocidad de {}...</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Mensajes</translation>
    </message>
    <message>
      <source>Minutes</source>
      <translation>Minutos</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modelo</translation>
    </message>
    <message>
      <source>Model {0} on {1}, device {2}: {3} predicted, {4} copied{5}; {6} % of the scene was under cloud or shadow.</source>
      <translation>Modelo {0} en {1}, dispositivo {2}: {3} predichas, {4} copiadas{5}; el {6} % de la escena estaba bajo nube o sombra.</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelos</translation>
    </message>
    <message>
      <source>Models keep clear pixels</source>
      <translation>Los modelos conservan los píxeles despejados</translation>
    </message>
    <message>
      <source>More settings</source>
      <translation>Más ajustes</translation>
    </message>
    <message>
      <source>More than one output is {0}; give each a name of its own.</source>
      <translation>Más de una salida es {0}; dé a cada una su propio nombre.</translation>
    </message>
    <message>
      <source>Moves the radar by the whole pixels (up to 11) that the registration check finds, where it can tell.</source>
      <translation>Desplaza el radar los píxeles enteros (hasta 11) que halla la comprobación del corregistro, cuando puede determinarlos.</translation>
    </message>
    <message>
      <source>Name of the adapted model</source>
      <translation>Nombre del modelo adaptado</translation>
    </message>
    <message>
      <source>Name of the model</source>
      <translation>Nombre del modelo</translation>
    </message>
    <message>
      <source>Name of the new model</source>
      <translation>Nombre del modelo nuevo</translation>
    </message>
    <message>
      <source>Named bands on the 10 m grid, DN (reflectance x 10000) without offset, 0 = no data.</source>
      <translation>Bandas con nombre en la cuadrícula de 10 m, ND (reflectancia x 10000) sin desplazamiento radiométrico, 0 = sin datos.</translation>
    </message>
    <message>
      <source>Names of unnamed bands</source>
      <translation>Nombres de las bandas sin nombre</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Red</translation>
    </message>
    <message>
      <source>Networks need ONNX Runtime, which this Python does not have; install it in Settings &gt; Options &gt; Unveil, or with: "{0}" -m pip install onnxruntime   (or onnxruntime-gpu[cuda,cudnn] for an NVIDIA GPU), then restart QGIS.</source>
      <translation>Las redes necesitan ONNX Runtime, que este Python no tiene; instálelo en Configuración &gt; Opciones &gt; Unveil, o con: "{0}" -m pip install onnxruntime   (u onnxruntime-gpu[cuda,cudnn] para una GPU NVIDIA), y reinicie QGIS.</translation>
    </message>
    <message>
      <source>New rows</source>
      <translation>Filas nuevas</translation>
    </message>
    <message>
      <source>No build of the package fits the NumPy that QGIS has.</source>
      <translation>Ninguna compilación del paquete es compatible con el NumPy de QGIS.</translation>
    </message>
    <message>
      <source>No cloud was found: the scene is clear, nothing of it is restored, and the result is a copy of it.</source>
      <translation>No se encontró ninguna nube: la escena está despejada, no se restaura nada y el resultado es una copia.</translation>
    </message>
    <message>
      <source>No estimate: {}</source>
      <translation>Sin estimación: {}</translation>
    </message>
    <message>
      <source>No offset to remove.</source>
      <translation>No hay desplazamiento que restar.</translation>
    </message>
    <message>
      <source>No pixel is valid in all of the images; there is nothing to compare.</source>
      <translation>Ningún píxel es válido en todas las imágenes; no hay nada que comparar.</translation>
    </message>
    <message>
      <source>No pixel of {0} is valid in both images where the protocol looks.</source>
      <translation>Ningún píxel de {0} es válido en ambas imágenes donde mira el protocolo.</translation>
    </message>
    <message>
      <source>No polygon of the area lies in the extent; choose an extent that overlaps the area.</source>
      <translation>Ningún polígono del área está en la extensión; elija una extensión que se superponga al área.</translation>
    </message>
    <message>
      <source>No polygon of the area lies on the optical raster; choose others, or leave the field empty.</source>
      <translation>Ningún polígono de la zona está sobre el ráster óptico; elija otros o deje el campo vacío.</translation>
    </message>
    <message>
      <source>No polygon of the mask {0} lies on the optical raster; choose the layer of the same place and see to its coordinate reference system.</source>
      <translation>Ningún polígono de la máscara {0} está sobre el ráster óptico; elija la capa del mismo lugar y revise su sistema de referencia de coordenadas.</translation>
    </message>
    <message>
      <source>No radar is given: what thick cloud hides is drawn from the clear ground around alone; Sentinel-1 radar of the place would show fields, towns and water below.</source>
      <translation>No se da radar: lo que ocultan las nubes densas se traza solo a partir del suelo despejado de alrededor; un radar Sentinel-1 del lugar mostraría los campos, pueblos y aguas de debajo.</translation>
    </message>
    <message>
      <source>No time: {}</source>
      <translation>Sin tiempo: {}</translation>
    </message>
    <message>
      <source>No training patch can be used.</source>
      <translation>No se puede usar ningún parche de entrenamiento.</translation>
    </message>
    <message>
      <source>No training scene over clear land has the bands {0} of L1C; add some (s1s2_clear, s2_clear).</source>
      <translation>Ninguna escena de entrenamiento sobre tierra despejada tiene las bandas {0} de L1C; añada algunas (s1s2_clear, s2_clear).</translation>
    </message>
    <message>
      <source>No validation: {0}</source>
      <translation>Sin validación: {0}</translation>
    </message>
    <message>
      <source>None of {0} scenes can be used to train on; the first: {1}</source>
      <translation>Ninguna de {0} escenas sirve para entrenar; la primera: {1}</translation>
    </message>
    <message>
      <source>Not measured yet.</source>
      <translation>Aún sin medir.</translation>
    </message>
    <message>
      <source>Nothing is known of its training</source>
      <translation>No se sabe nada de su entrenamiento</translation>
    </message>
    <message>
      <source>Nothing is left to train on in {0} once the places held out are taken away.</source>
      <translation>No queda nada con que entrenar en {0} una vez quitados los lugares reservados.</translation>
    </message>
    <message>
      <source>Nothing is to be compared; choose a model, or switch the baselines on.</source>
      <translation>No hay nada que comparar; elija un modelo o active los métodos de referencia.</translation>
    </message>
    <message>
      <source>Nothing says whether the optical raster is L1C or L2A; the model {0} was trained on {1}.</source>
      <translation>Nada dice si el ráster óptico es L1C o L2A; el modelo {0} se entrenó con {1}.</translation>
    </message>
    <message>
      <source>Nothing says whether the values are sigma0 or gamma0; sigma0 is assumed.</source>
      <translation>Nada dice si los valores son sigma0 o gamma0; se supone sigma0.</translation>
    </message>
    <message>
      <source>Nothing states where the sun stood; on the scene's day Sentinel-2 passes its place with the sun at azimuth {0} and elevation {1} degrees: shadows that no cloud can cast are clear.</source>
      <translation>Nada indica dónde estaba el sol; el día de la escena Sentinel-2 pasa por su lugar con el sol en azimut {0} y elevación {1} grados: las sombras que ninguna nube puede proyectar quedan despejadas.</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>Cifras</translation>
    </message>
    <message>
      <source>ONNX Runtime differs from torch by {0} on {1} tiles of {2} pixels, more than the {3} allowed; the model was not written.</source>
      <translation>ONNX Runtime difiere de torch en {0} en {1} teselas de {2} píxeles, más de los {3} permitidos; el modelo no se escribió.</translation>
    </message>
    <message>
      <source>ONNX Runtime for NVIDIA graphics cards</source>
      <translation>ONNX Runtime para tarjetas gráficas NVIDIA</translation>
    </message>
    <message>
      <source>ONNX Runtime for graphics cards of Windows (DirectML)</source>
      <translation>ONNX Runtime para tarjetas gráficas de Windows (DirectML)</translation>
    </message>
    <message>
      <source>ONNX Runtime for the processor: runs the networks</source>
      <translation>ONNX Runtime para el procesador: ejecuta las redes</translation>
    </message>
    <message>
      <source>ONNX Runtime is installed but cannot be loaded: {0}</source>
      <translation>ONNX Runtime está instalado pero no se puede cargar: {0}</translation>
    </message>
    <message>
      <source>ONNX Runtime is not installed.</source>
      <translation>ONNX Runtime no está instalado.</translation>
    </message>
    <message>
      <source>ONNX Runtime offers {0} but could not start it ({1}).</source>
      <translation>ONNX Runtime ofrece {0}, pero no ha podido iniciarlo ({1}).</translation>
    </message>
    <message>
      <source>ONNX Runtime {0} as installed cannot use the device '{1}'; choose DEVICE auto or cpu, or install the package that has it ({2}).</source>
      <translation>ONNX Runtime {0}, tal como está instalado, no puede usar el dispositivo '{1}'; elija DEVICE auto o cpu, o instale el paquete que lo tiene ({2}).</translation>
    </message>
    <message>
      <source>ONNX Runtime, which Unveil's own detector needs, is not installed; the spectral detector takes its place, which mistakes more clear ground for cloud.</source>
      <translation>ONNX Runtime, que el detector propio de Unveil necesita, no está instalado; lo sustituye el detector espectral, que confunde más suelo despejado con nubes.</translation>
    </message>
    <message>
      <source>Of GDAL, NAME=VALUE, several separated by |: COMPRESS=ZSTD|ZLEVEL=9.</source>
      <translation>De GDAL, NOMBRE=VALOR, varias separadas por |: COMPRESS=ZSTD|ZLEVEL=9.</translation>
    </message>
    <message>
      <source>Of each band, from clear ground of the scene that was held out; 0 where the scene was kept.</source>
      <translation>De cada banda, a partir de suelo despejado de la escena que se apartó; 0 donde se conservó la escena.</translation>
    </message>
    <message>
      <source>Of the same scene, such as another model's: their scores stand beside the first result's in one table.</source>
      <translation>De la misma escena, como el de otro modelo: sus puntuaciones figuran junto a las del primer resultado en una sola tabla.</translation>
    </message>
    <message>
      <source>Offset removed: {0} DN.</source>
      <translation>Desplazamiento restado: {0} DN.</translation>
    </message>
    <message>
      <source>Offset that was removed (DN)</source>
      <translation>Desplazamiento radiométrico eliminado (ND)</translation>
    </message>
    <message>
      <source>On clear ground of this scene radar and reflectance are not related; {0}.</source>
      <translation>En el suelo despejado de esta escena radar y reflectancia no guardan relación; {0}.</translation>
    </message>
    <message>
      <source>On clear ground that was held out the other dates are off by {0} DN, and the model alone by {1} DN</source>
      <translation>En suelo despejado apartado, las otras fechas se desvían {0} ND, y el modelo solo {1} ND</translation>
    </message>
    <message>
      <source>On the raster's own grid; clear ground, shadow and thick cloud stay as they are.</source>
      <translation>En la propia cuadrícula del ráster; el terreno despejado, las sombras y las nubes densas quedan como están.</translation>
    </message>
    <message>
      <source>On {0} clear pixels that were hidden on purpose the model {1} is {2} dB</source>
      <translation>En {0} píxeles despejados que se ocultaron a propósito el modelo {1} es {2} dB</translation>
    </message>
    <message>
      <source>On {0} held-out blocks below simulated cloud the model {1} reaches {2} dB and the adapted one {3} dB ({4} dB, 90 % interval {5} to {6}, {7} steps)</source>
      <translation>En {0} bloques reservados bajo nubes simuladas el modelo {1} alcanza {2} dB y el adaptado {3} dB ({4} dB, intervalo del 90 % de {5} a {6}, {7} pasos)</translation>
    </message>
    <message>
      <source>Only for 'static': a STAC API, a catalog.json, or a file.</source>
      <translation>Solo para 'static': una API STAC, un catalog.json o un archivo.</translation>
    </message>
    <message>
      <source>Only for a mask raster that holds probabilities; 0.5 is 50 %.</source>
      <translation>Solo para un ráster de máscara que contiene probabilidades; 0.5 es el 50 %.</translation>
    </message>
    <message>
      <source>Only so many images (0: all)</source>
      <translation>Solo este número de imágenes (0: todas)</translation>
    </message>
    <message>
      <source>Only this part is read; left empty, the whole scene of an item.</source>
      <translation>Solo se lee esta parte; vacío, toda la escena de un elemento.</translation>
    </message>
    <message>
      <source>Only where clear pixels are kept.</source>
      <translation>Solo si se conservan los píxeles despejados.</translation>
    </message>
    <message>
      <source>Open a scene and its radar ...</source>
      <translation>Abrir una escena y su radar ...</translation>
    </message>
    <message>
      <source>Open the sample project</source>
      <translation>Abrir el proyecto de ejemplo</translation>
    </message>
    <message>
      <source>Open the sample scene</source>
      <translation>Abrir la escena de ejemplo</translation>
    </message>
    <message>
      <source>Optimiser, rates and loss; auto takes the one of the network and its size.</source>
      <translation>Optimizador, tasas y función de pérdida; auto toma la de la red y su tamaño.</translation>
    </message>
    <message>
      <source>Other dates</source>
      <translation>Otras fechas</translation>
    </message>
    <message>
      <source>Other dates of the place</source>
      <translation>Otras fechas del lugar</translation>
    </message>
    <message>
      <source>Other dates show {0} % of what was restored.</source>
      <translation>Otras fechas muestran el {0} % de lo restaurado.</translation>
    </message>
    <message>
      <source>Other dates that were fetched</source>
      <translation>Otras fechas obtenidas</translation>
    </message>
    <message>
      <source>Other results</source>
      <translation>Otros resultados</translation>
    </message>
    <message>
      <source>Overlap of tiles (pixels)</source>
      <translation>Solape de las teselas (píxeles)</translation>
    </message>
    <message>
      <source>PSNR (dB)</source>
      <translation>PSNR (dB)</translation>
    </message>
    <message>
      <source>PSNR on scenes that it has not seen (in brackets plain interpolation): {}</source>
      <translation>PSNR en escenas que no ha visto (entre paréntesis, la interpolación simple): {}</translation>
    </message>
    <message>
      <source>Package</source>
      <translation>Paquete</translation>
    </message>
    <message>
      <source>Packages go to {} and are appended to Python's path. By hand:</source>
      <translation>Los paquetes van a {} y se añaden al final de la ruta de Python. A mano:</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>Página</translation>
    </message>
    <message>
      <source>Panels of a picture need three colours and one height.</source>
      <translation>Los paneles de una imagen necesitan tres colores y una misma altura.</translation>
    </message>
    <message>
      <source>Part of the scene</source>
      <translation>Parte de la escena</translation>
    </message>
    <message>
      <source>Pictures (*.png)</source>
      <translation>Imágenes (*.png)</translation>
    </message>
    <message>
      <source>Pixels are averaged to cells of this size before they are classified; the mask has the input's pixels.</source>
      <translation>Los píxeles se promedian en celdas de este tamaño antes de clasificarlos; la máscara tiene los píxeles de la entrada.</translation>
    </message>
    <message>
      <source>Pixels compared</source>
      <translation>Píxeles comparados</translation>
    </message>
    <message>
      <source>Pixels of the optical raster are {0} m on the ground, and the model {1} was trained on 10 m: the result will be worse; resample the scene to 10 m.</source>
      <translation>Los píxeles del ráster óptico miden {0} m en el terreno y el modelo {1} se entrenó con 10 m: el resultado será peor; remuestree la escena a 10 m.</translation>
    </message>
    <message>
      <source>Pixels outside clouds and shadows stay exactly as they are; the change is feathered.</source>
      <translation>Los píxeles fuera de nubes y sombras quedan exactamente como están; el paso entre ambos es gradual.</translation>
    </message>
    <message>
      <source>Polygons to restore within</source>
      <translation>Polígonos dentro de los que restaurar</translation>
    </message>
    <message>
      <source>Prepare</source>
      <translation>Preparar</translation>
    </message>
    <message>
      <source>Prepare Sentinel-1</source>
      <translation>Preparar Sentinel-1</translation>
    </message>
    <message>
      <source>Prepare Sentinel-2</source>
      <translation>Preparar Sentinel-2</translation>
    </message>
    <message>
      <source>Prepare a Sentinel-1 product ...</source>
      <translation>Preparar un producto de Sentinel-1 ...</translation>
    </message>
    <message>
      <source>Prepare a Sentinel-2 product ...</source>
      <translation>Preparar un producto de Sentinel-2 ...</translation>
    </message>
    <message>
      <source>Prepared Sentinel-1 raster</source>
      <translation>Ráster Sentinel-1 preparado</translation>
    </message>
    <message>
      <source>Prepared Sentinel-2 raster</source>
      <translation>Ráster Sentinel-2 preparado</translation>
    </message>
    <message>
      <source>Processing level</source>
      <translation>Nivel de procesamiento</translation>
    </message>
    <message>
      <source>Products and rasters (*)</source>
      <translation>Productos y rásteres (*)</translation>
    </message>
    <message>
      <source>Protocol</source>
      <translation>Protocolo</translation>
    </message>
    <message>
      <source>PyTorch as installed cannot use the device 'cuda'; choose auto or cpu.</source>
      <translation>El PyTorch instalado no puede usar el dispositivo 'cuda'; elija auto o cpu.</translation>
    </message>
    <message>
      <source>PyTorch is installed but cannot be loaded: {0}</source>
      <translation>PyTorch está instalado pero no se puede cargar: {0}</translation>
    </message>
    <message>
      <source>PyTorch: trains, adapts and imports networks</source>
      <translation>PyTorch: entrena, adapta e importa redes</translation>
    </message>
    <message>
      <source>Python ({}) cannot be started.</source>
      <translation>No se puede iniciar Python ({}).</translation>
    </message>
    <message>
      <source>Quality bits</source>
      <translation>Bits de calidad</translation>
    </message>
    <message>
      <source>Quality bits of the run</source>
      <translation>Bits de calidad del proceso</translation>
    </message>
    <message>
      <source>Quality of {}</source>
      <translation>Calidad de {}</translation>
    </message>
    <message>
      <source>Quietens single pixels.</source>
      <translation>Atenúa los píxeles aislados.</translation>
    </message>
    <message>
      <source>Radar covers {0} % of the reference raster; elsewhere the output holds no data.</source>
      <translation>El radar cubre el {0} % del ráster de referencia; en el resto la salida no tiene datos.</translation>
    </message>
    <message>
      <source>Radar explains {0} % of the detail of this scene's clear ground (median of the bands, cross-validated); the ground below clouds is drawn from the radar to that degree.</source>
      <translation>El radar explica el {0} % del detalle del suelo despejado de esta escena (mediana de las bandas, con validación cruzada); en esa medida el suelo bajo las nubes se traza a partir del radar.</translation>
    </message>
    <message>
      <source>Radar of the other dates</source>
      <translation>Radar de las otras fechas</translation>
    </message>
    <message>
      <source>Radar raster for the test</source>
      <translation>Ráster de radar para la prueba</translation>
    </message>
    <message>
      <source>Radar: {0} item(s) of {1} ({2} days), relative orbit {3}, covering {4} %.</source>
      <translation>Radar: {0} elemento(s) de {1} ({2} días), órbita relativa {3}, que cubre el {4} %.</translation>
    </message>
    <message>
      <source>Radiometric offset</source>
      <translation>Desplazamiento radiométrico</translation>
    </message>
    <message>
      <source>Rasters (*.tif *.tiff *.vrt *.jp2 *.img);;All files (*)</source>
      <translation>Rásteres (*.tif *.tiff *.vrt *.jp2 *.img);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Reading the training data</source>
      <translation>Leyendo los datos de entrenamiento</translation>
    </message>
    <message>
      <source>Reading {0} needs Python 3.11 or pip; install pip for QGIS's Python.</source>
      <translation>Leer {0} requiere Python 3.11 o pip; instale pip para el Python de QGIS.</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>Receta</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>Referencia</translation>
    </message>
    <message>
      <source>Reference as a third pane</source>
      <translation>La referencia como tercer panel</translation>
    </message>
    <message>
      <source>Reference {0} of {1}: {2} % of it is clear.</source>
      <translation>Referencia {0} del {1}: el {2} % está despejado.</translation>
    </message>
    <message>
      <source>Reference {0}: explains {1} % of clear ground left out, off by {2} DN (what lies around: {3} DN).</source>
      <translation>Referencia {0}: explica el {1} % del suelo despejado apartado, con un error de {2} ND (lo que hay alrededor: {3} ND).</translation>
    </message>
    <message>
      <source>Reference {0}: it is opened, and its clouds are looked for.</source>
      <translation>Referencia {0}: se abre y se buscan sus nubes.</translation>
    </message>
    <message>
      <source>Reference {0}: {1}</source>
      <translation>Referencia {0}: {1}</translation>
    </message>
    <message>
      <source>Reference {0}: {1} % of it is clear.</source>
      <translation>Referencia {0}: el {1} % está despejado.</translation>
    </message>
    <message>
      <source>Registration: radar lies {0} pixels right of and {1} below the optical scene (confidence {2}, {3} windows).</source>
      <translation>Registro: el radar está {0} píxeles a la derecha y {1} por debajo de la escena óptica (confianza {2}, {3} ventanas).</translation>
    </message>
    <message>
      <source>Registration: too little clear texture to tell a shift (confidence {0}, {1} windows); nothing was corrected.</source>
      <translation>Registro: muy poca textura despejada para hallar un desplazamiento (confianza {0}, {1} ventanas); no se corrigió nada.</translation>
    </message>
    <message>
      <source>Remove clouds</source>
      <translation>Eliminar nubes</translation>
    </message>
    <message>
      <source>Remove clouds and evaluate</source>
      <translation>Eliminar nubes y evaluar</translation>
    </message>
    <message>
      <source>Remove narrow clouds (radius, metres)</source>
      <translation>Eliminar nubes estrechas (radio, metros)</translation>
    </message>
    <message>
      <source>Remove the clouds</source>
      <translation>Eliminar las nubes</translation>
    </message>
    <message>
      <source>Replaces clouds and shadows of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation>Sustituye las nubes y las sombras de una escena de Sentinel-2 con la ayuda del radar de Sentinel-1.</translation>
    </message>
    <message>
      <source>Report ...</source>
      <translation>Informe ...</translation>
    </message>
    <message>
      <source>Resample onto the result's grid</source>
      <translation>Remuestrear a la cuadrícula del resultado</translation>
    </message>
    <message>
      <source>Resampling of 20 m and 60 m bands</source>
      <translation>Remuestreo de las bandas de 20 m y 60 m</translation>
    </message>
    <message>
      <source>Resolution (metres)</source>
      <translation>Resolución (metros)</translation>
    </message>
    <message>
      <source>Restored pixels (%)</source>
      <translation>Píxeles restaurados (%)</translation>
    </message>
    <message>
      <source>Restored pixels that other dates show (%)</source>
      <translation>Píxeles restaurados que muestran otras fechas (%)</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Resultado</translation>
    </message>
    <message>
      <source>Result to be scored</source>
      <translation>Resultado que se puntúa</translation>
    </message>
    <message>
      <source>Root mean squared error (reflectance)</source>
      <translation>Raíz del error cuadrático medio (reflectancia)</translation>
    </message>
    <message>
      <source>Rows of {0} pixels and {1} bands, as in {2}, take {3} GB at a time, and {4} GB are at hand; cut out the part that is needed.</source>
      <translation>Las filas de {0} píxeles y {1} bandas, como en {2}, ocupan {3} GB a la vez, y hay {4} GB disponibles; recorte la parte que necesita.</translation>
    </message>
    <message>
      <source>SEN12MS-CR as it is unpacked, or folders &lt;id&gt; with s1.tif, s2_cloudy.tif and s2_clear.tif.</source>
      <translation>SEN12MS-CR tal como se descomprime, o carpetas &lt;id&gt; con s1.tif, s2_cloudy.tif y s2_clear.tif.</translation>
    </message>
    <message>
      <source>SEN12MS-CR, folders with s1.tif, s2_cloudy.tif and s2_clear.tif or s1.tif and s2.tif, or clear scenes.</source>
      <translation>SEN12MS-CR, carpetas con s1.tif, s2_cloudy.tif y s2_clear.tif o con s1.tif y s2.tif, o escenas despejadas.</translation>
    </message>
    <message>
      <source>SSIM</source>
      <translation>SSIM</translation>
    </message>
    <message>
      <source>STAC item of the scene</source>
      <translation>Elemento STAC de la escena</translation>
    </message>
    <message>
      <source>Save pictures</source>
      <translation>Guardar imágenes</translation>
    </message>
    <message>
      <source>Save pictures ...</source>
      <translation>Guardar imágenes ...</translation>
    </message>
    <message>
      <source>Save spectra</source>
      <translation>Guardar espectros</translation>
    </message>
    <message>
      <source>Save spectra ...</source>
      <translation>Guardar espectros ...</translation>
    </message>
    <message>
      <source>Scene and radar</source>
      <translation>Escena y radar</translation>
    </message>
    <message>
      <source>Scene classification</source>
      <translation>Clasificación de escena</translation>
    </message>
    <message>
      <source>Scene classification of {}</source>
      <translation>Clasificación de escena de {}</translation>
    </message>
    <message>
      <source>Scene without thin cloud</source>
      <translation>Escena sin nubes finas</translation>
    </message>
    <message>
      <source>Scenes of other places, to score on. Empty: one place in ten of the training scenes, if there are ten.</source>
      <translation>Escenas de otros lugares con las que se puntúa. Vacío: uno de cada diez lugares de las escenas de entrenamiento, si hay diez.</translation>
    </message>
    <message>
      <source>SciPy: training needs it, where QGIS lacks it</source>
      <translation>SciPy: lo necesita el entrenamiento, donde QGIS no lo trae</translation>
    </message>
    <message>
      <source>Score from which a pixel is cloud</source>
      <translation>Puntuación a partir de la cual un píxel es nube</translation>
    </message>
    <message>
      <source>Scores</source>
      <translation>Puntuaciones</translation>
    </message>
    <message>
      <source>Scores a cloud-free raster against a clear reference.</source>
      <translation>Puntúa un ráster sin nubes frente a una referencia despejada.</translation>
    </message>
    <message>
      <source>Scores of the result and of doing nothing, as a page that needs no other file.</source>
      <translation>Puntuaciones del resultado y de no hacer nada, como página que no necesita otro archivo.</translation>
    </message>
    <message>
      <source>Scores of this result, and of other results of the scene, beside a clear image of another date.</source>
      <translation>Puntuaciones de este resultado, y de otros resultados de la escena, frente a una imagen despejada de otra fecha.</translation>
    </message>
    <message>
      <source>Second file, where each holds one polarisation</source>
      <translation>Segundo archivo, si cada uno contiene una polarización</translation>
    </message>
    <message>
      <source>See through thin cloud</source>
      <translation>Ver a través de nubes finas</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Semilla</translation>
    </message>
    <message>
      <source>Self-test, {}: {} dB</source>
      <translation>Autocomprobación, {}: {} dB</translation>
    </message>
    <message>
      <source>Sentinel-1 VV and VH in dB, of the same place.</source>
      <translation>VV y VH de Sentinel-1 en dB, del mismo lugar.</translation>
    </message>
    <message>
      <source>Sentinel-1 of the same orbit, one for each other date and in their order: it shows what changed since.</source>
      <translation>Sentinel-1 de la misma órbita, uno por cada otra fecha y en su orden: muestra qué ha cambiado desde entonces.</translation>
    </message>
    <message>
      <source>Sentinel-1 radar</source>
      <translation>Radar Sentinel-1</translation>
    </message>
    <message>
      <source>Sentinel-1 radar raster</source>
      <translation>Ráster de radar Sentinel-1</translation>
    </message>
    <message>
      <source>Sentinel-2 L1C, 13 bands in DN.</source>
      <translation>Sentinel-2 L1C, 13 bandas en ND.</translation>
    </message>
    <message>
      <source>Sentinel-2 product or raster</source>
      <translation>Producto o ráster de Sentinel-2</translation>
    </message>
    <message>
      <source>Sentinel-2 raster</source>
      <translation>Ráster Sentinel-2</translation>
    </message>
    <message>
      <source>Sentinel-2 rasters of the same place on other dates, cloudy themselves or not, on any grid. What they show of the ground below the clouds is fitted to this date; where they cannot be relied on they are not used. In a shell the option is given once for each.</source>
      <translation>Ráster de Sentinel-2 del mismo lugar en otras fechas, con nubes o sin ellas, en cualquier cuadrícula. Lo que muestran del suelo bajo las nubes se ajusta a esta fecha; donde no son fiables no se usan. En una terminal la opción se da una vez por cada una.</translation>
    </message>
    <message>
      <source>Sentinel-2, L1C or L2A, at 10 m in DN (reflectance x 10000); bands named B1 to B12, or L1C's 13.</source>
      <translation>Sentinel-2, L1C o L2A, a 10 m en ND (reflectancia x 10000); bandas llamadas B1 a B12, o las 13 de L1C.</translation>
    </message>
    <message>
      <source>Sentinel-2: {0} of {1}.</source>
      <translation>Sentinel-2: {0} de {1}.</translation>
    </message>
    <message>
      <source>Shadow cover (%)</source>
      <translation>Cobertura de sombras (%)</translation>
    </message>
    <message>
      <source>Shadow was lit up on {0} % of what was restored: the ground there is the scene's own, too.</source>
      <translation>Se iluminaron sombras en el {0} % de lo restaurado: allí el suelo es el de la propia escena.</translation>
    </message>
    <message>
      <source>Shift of the radar downwards (pixels)</source>
      <translation>Desplazamiento del radar hacia abajo (píxeles)</translation>
    </message>
    <message>
      <source>Shift of the radar to the right (pixels)</source>
      <translation>Desplazamiento del radar hacia la derecha (píxeles)</translation>
    </message>
    <message>
      <source>Show the mask on the map</source>
      <translation>Mostrar la máscara en el mapa</translation>
    </message>
    <message>
      <source>Side of what a step sees. Empty: the recipe's.</source>
      <translation>Lado de lo que ve un paso. Vacío: el de la receta.</translation>
    </message>
    <message>
      <source>Simple methods too</source>
      <translation>También métodos sencillos</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Tamaño</translation>
    </message>
    <message>
      <source>Smaller ones become clear.</source>
      <translation>Las más pequeñas pasan a ser despejado.</translation>
    </message>
    <message>
      <source>Smallest cloud or shadow (square metres)</source>
      <translation>Nube o sombra más pequeña (metros cuadrados)</translation>
    </message>
    <message>
      <source>Spectral angle (degrees)</source>
      <translation>Ángulo espectral (grados)</translation>
    </message>
    <message>
      <source>Spectral: ramp of {}</source>
      <translation>Espectral: rampa de {}</translation>
    </message>
    <message>
      <source>Spectral: shadow threshold in blue</source>
      <translation>Espectral: umbral de sombra en el azul</translation>
    </message>
    <message>
      <source>Spectral: shadow threshold in infrared</source>
      <translation>Espectral: umbral de sombra en el infrarrojo</translation>
    </message>
    <message>
      <source>Spread evenly over the folder.</source>
      <translation>Repartidas por igual en toda la carpeta.</translation>
    </message>
    <message>
      <source>Standard error</source>
      <translation>Error estándar</translation>
    </message>
    <message>
      <source>Standard error of the run</source>
      <translation>Error estándar del proceso</translation>
    </message>
    <message>
      <source>Standard error of {}</source>
      <translation>Error estándar de {}</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Pasos</translation>
    </message>
    <message>
      <source>Stopped; nothing was changed.</source>
      <translation>Detenido; no se ha cambiado nada.</translation>
    </message>
    <message>
      <source>Stopped; nothing was written.</source>
      <translation>Detenido; no se ha escrito nada.</translation>
    </message>
    <message>
      <source>Stopped; the messages say why.</source>
      <translation>Detenido; los mensajes dicen por qué.</translation>
    </message>
    <message>
      <source>Stopped; what is done stands in {}, and the next run goes on there.</source>
      <translation>Detenido; lo ya hecho está en {} y la próxima ejecución continuará desde ahí.</translation>
    </message>
    <message>
      <source>Stopped; what was copied stays, and the next run goes on there.</source>
      <translation>Detenido; lo que se copió se queda, y el próximo proceso continúa ahí.</translation>
    </message>
    <message>
      <source>Such as the result of another model, beside the first one.</source>
      <translation>Por ejemplo el resultado de otro modelo, junto al primero.</translation>
    </message>
    <message>
      <source>Sun at azimuth {0} and elevation {1} degrees: shadows that no cloud can cast are clear.</source>
      <translation>Sol en azimut {0} y elevación {1} grados: las sombras que ninguna nube puede proyectar quedan despejadas.</translation>
    </message>
    <message>
      <source>Sun: azimuth {0}{1} degrees; masks use it to tell shadow from water.</source>
      <translation>Sol: azimut {0}{1} grados; las máscaras lo usan para distinguir sombra de agua.</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabla</translation>
    </message>
    <message>
      <source>Tables (*.csv)</source>
      <translation>Tablas (*.csv)</translation>
    </message>
    <message>
      <source>Takes cirrus and haze off a Sentinel-2 scene, without radar and without a network.</source>
      <translation>Elimina cirros y bruma de una escena Sentinel-2, sin radar y sin red neuronal.</translation>
    </message>
    <message>
      <source>That is more than 2 pixels; run it again with the correction on.</source>
      <translation>Son más de 2 píxeles; ejecútelo de nuevo con la corrección activada.</translation>
    </message>
    <message>
      <source>The 13 bands of {0} have no Sentinel-2 names, and their values do not fit L1C in the order {1}: there B10 is darker than B1 to B9; name the bands.</source>
      <translation>Las 13 bandas de {0} no tienen nombres de Sentinel-2 y sus valores no corresponden a L1C en el orden {1}: allí B10 es más oscura que B1 a B9; nombre las bandas.</translation>
    </message>
    <message>
      <source>The architecture '{0}' is not known; choose {1}.</source>
      <translation>La arquitectura «{0}» no se conoce; elija {1}.</translation>
    </message>
    <message>
      <source>The area {0} cannot be brought to the CRS of the optical raster.</source>
      <translation>El área {0} no se puede llevar al SRC del ráster óptico.</translation>
    </message>
    <message>
      <source>The area {0} cannot be read: {1}.</source>
      <translation>El área {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The area {0} holds no polygon; give a vector file of polygons.</source>
      <translation>El área {0} no contiene ningún polígono; dé un archivo vectorial de polígonos.</translation>
    </message>
    <message>
      <source>The band of the mask is called clear, so 1 is taken for clear ground; name its coding if not.</source>
      <translation>La banda de la máscara se llama clear, así que 1 se toma por suelo despejado; indique su codificación si no es así.</translation>
    </message>
    <message>
      <source>The band {0} cannot be taken out ({1}).</source>
      <translation>La banda {0} no se puede extraer ({1}).</translation>
    </message>
    <message>
      <source>The bands of {0} are {1}'s by name ({2}); give a Sentinel-2 scene.</source>
      <translation>Las bandas de {0} son de {1} por su nombre ({2}); dé una escena de Sentinel-2.</translation>
    </message>
    <message>
      <source>The bands of {0} have different scales or offsets; store them alike.</source>
      <translation>Las bandas de {0} tienen escalas o desplazamientos distintos; guárdelas iguales.</translation>
    </message>
    <message>
      <source>The bands of {0} have no Sentinel-2 names, and {1} bands cannot be told apart; name them in the file, or give their names in order (B2, B3, B4 ...).</source>
      <translation>Las bandas de {0} no tienen nombres de Sentinel-2, y {1} bandas no se pueden distinguir; nómbrelas en el archivo o dé sus nombres en orden (B2, B3, B4 ...).</translation>
    </message>
    <message>
      <source>The calibration {0} cannot be used ({1}); download the product again.</source>
      <translation>La calibración {0} no se puede usar ({1}); descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The calibration {0} holds no vectors; download the product again.</source>
      <translation>La calibración {0} no contiene vectores; descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The catalogue states that the offset of 1000 is not in the files, but every band begins above {0} DN; 1000 is subtracted.</source>
      <translation>El catálogo dice que el desplazamiento de 1000 no está en los archivos, pero todas las bandas empiezan por encima de {0} DN; se resta 1000.</translation>
    </message>
    <message>
      <source>The catalogue states that the offset of 1000 is still in the files, but their darkest band begins at {0} DN; nothing is subtracted.</source>
      <translation>El catálogo dice que el desplazamiento de 1000 sigue en los archivos, pero su banda más oscura empieza en {0} DN; no se resta nada.</translation>
    </message>
    <message>
      <source>The catalogue {0} cannot be reached ({1}).</source>
      <translation>No se puede llegar al catálogo {0} ({1}).</translation>
    </message>
    <message>
      <source>The checkpoint {0} cannot be read: {1}.</source>
      <translation>El archivo de pesos {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The checkpoint {0} has a table of contents that no network has.</source>
      <translation>El archivo de pesos {0} tiene un índice que ninguna red tiene.</translation>
    </message>
    <message>
      <source>The checkpoint {0} holds entries among its tensors that are none: {1}.</source>
      <translation>El archivo de pesos {0} contiene entre sus tensores entradas que no lo son: {1}.</translation>
    </message>
    <message>
      <source>The checkpoint {0} is not a file.</source>
      <translation>El archivo de pesos {0} no es un archivo.</translation>
    </message>
    <message>
      <source>The checkpoint {0} is packed in a way that PyTorch does not use; save it again.</source>
      <translation>El archivo de pesos {0} está empaquetado de un modo que PyTorch no usa; guárdelo de nuevo.</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensor {1} has values that are not numbers.</source>
      <translation>El archivo de pesos {0} no se puede usar: su tensor {1} tiene valores que no son números.</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensor {1} is not plain numbers in memory.</source>
      <translation>El archivo de pesos {0} no se puede usar: su tensor {1} no son simples números en memoria.</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensor {1} is {2} instead of float.</source>
      <translation>El archivo de pesos {0} no se puede usar: su tensor {1} es {2} en vez de float.</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensors share numbers, which no network's do.</source>
      <translation>El archivo de pesos {0} no se puede usar: sus tensores comparten números, lo que ninguna red hace.</translation>
    </message>
    <message>
      <source>The checkpoint {0} was not loaded: besides tensors it holds code or objects ({1}), which could run anything; ask its author for a file of plain tensors.</source>
      <translation>El archivo de pesos {0} no se cargó: además de tensores contiene código u objetos ({1}), que podrían ejecutar cualquier cosa; pida a su autor un archivo de simples tensores.</translation>
    </message>
    <message>
      <source>The checkpoint {0} was not loaded: it holds tensors that are not plain numbers ({1}); ask its author for a file of plain tensors.</source>
      <translation>El archivo de pesos {0} no se cargó: contiene tensores que no son simples números ({1}); pida a su autor un archivo de simples tensores.</translation>
    </message>
    <message>
      <source>The clear raster {0} does not lie on the grid of the cloudy raster {1}; warp it there first.</source>
      <translation>El ráster despejado {0} no está en la cuadrícula del ráster nublado {1}; reproyéctelo antes a ella.</translation>
    </message>
    <message>
      <source>The clear reference is the result or the cloudy image itself; choose a clear image of the same place.</source>
      <translation>La referencia despejada es el propio resultado o la propia imagen con nubes; elija una imagen despejada del mismo lugar.</translation>
    </message>
    <message>
      <source>The cloud and shadow detector csmask</source>
      <translation>El detector de nubes y sombras csmask</translation>
    </message>
    <message>
      <source>The cloud detector CloudSEN12 (package sentle)</source>
      <translation>El detector de nubes CloudSEN12 (paquete sentle)</translation>
    </message>
    <message>
      <source>The cloud detector s2cloudless</source>
      <translation>El detector de nubes s2cloudless</translation>
    </message>
    <message>
      <source>The cloud detector's weights {0} are not those of its card; install Unveil again.</source>
      <translation>Los pesos {0} del detector de nubes no son los de su ficha; instale Unveil de nuevo.</translation>
    </message>
    <message>
      <source>The cloud detector's weights {0} cannot be read; install Unveil again.</source>
      <translation>Los pesos {0} del detector de nubes no se pueden leer; instale Unveil de nuevo.</translation>
    </message>
    <message>
      <source>The cloud's {0} is {1}; give a number from 0 to 1.</source>
      <translation>El valor {0} de la nube es {1}; dé un número de 0 a 1.</translation>
    </message>
    <message>
      <source>The cloud-optimised GeoTIFF {0} cannot be put in place ({1}).</source>
      <translation>El GeoTIFF optimizado para la nube {0} no se puede poner en su sitio ({1}).</translation>
    </message>
    <message>
      <source>The cloud-optimised GeoTIFF {0} cannot be written ({1}).</source>
      <translation>El GeoTIFF optimizado para la nube {0} no se puede escribir ({1}).</translation>
    </message>
    <message>
      <source>The cloudy raster's place and grid without clouds.</source>
      <translation>El lugar y la cuadrícula del ráster con nubes, pero sin nubes.</translation>
    </message>
    <message>
      <source>The converted network of sentle cannot be kept in {0} ({1}); free space there, or set UNVEIL_CACHE to another folder.</source>
      <translation>La red convertida de sentle no se puede guardar en {0} ({1}); libere espacio allí o ponga otra carpeta en UNVEIL_CACHE.</translation>
    </message>
    <message>
      <source>The creation option {0} is a multiple of 16 up to {1}, not '{2}'.</source>
      <translation>La opción de creación {0} es un múltiplo de 16 hasta {1}, no «{2}».</translation>
    </message>
    <message>
      <source>The creation option {0} is not NAME=VALUE, for example COMPRESS=ZSTD.</source>
      <translation>La opción de creación {0} no es NOMBRE=VALOR, por ejemplo COMPRESS=ZSTD.</translation>
    </message>
    <message>
      <source>The creation option {0} of GDAL's driver {1} is a whole number, not '{2}'.</source>
      <translation>La opción de creación {0} del controlador {1} de GDAL es un número entero, no «{2}».</translation>
    </message>
    <message>
      <source>The creation option {0} of GDAL's driver {1} is one of {2}.</source>
      <translation>La opción de creación {0} del controlador {1} de GDAL es una de {2}.</translation>
    </message>
    <message>
      <source>The date {0} makes {1} % of that, taken as it is; dates as near are usually off by {2} DN.</source>
      <translation>La fecha {0} forma el {1} % de eso, tomada tal como es; fechas tan cercanas suelen tener un error de {2} ND.</translation>
    </message>
    <message>
      <source>The date {0} makes {1} % of that; alone it is off by {2} DN on clear ground that was left out.</source>
      <translation>La fecha {0} forma el {1} % de eso; por sí sola tiene un error de {2} ND en el suelo despejado que se apartó.</translation>
    </message>
    <message>
      <source>The detector '{0}' has to be converted once, for which this Python lacks {1}; run it once where PyTorch and onnx are installed, or install them.</source>
      <translation>El detector «{0}» tiene que convertirse una vez, para lo que a este Python le falta {1}; ejecútelo una vez donde estén instalados PyTorch y onnx, o instálelos.</translation>
    </message>
    <message>
      <source>The detector '{0}' knows classes only; leave the probability raster out.</source>
      <translation>El detector «{0}» solo conoce clases; no pida el ráster de probabilidad.</translation>
    </message>
    <message>
      <source>The detector '{0}' needs ONNX Runtime, which this Python does not have; install it with: "{1}" -m pip install onnxruntime   and restart QGIS.</source>
      <translation>El detector «{0}» necesita ONNX Runtime, que este Python no tiene; instálelo con: "{1}" -m pip install onnxruntime   y reinicie QGIS.</translation>
    </message>
    <message>
      <source>The detector '{0}' needs the package {1}, which this Python does not have; install it without what it drags along: "{2}" -m pip install --no-deps {3}   and restart QGIS.</source>
      <translation>El detector «{0}» necesita el paquete {1}, que este Python no tiene; instálelo sin lo que arrastra: "{2}" -m pip install --no-deps {3}   y reinicie QGIS.</translation>
    </message>
    <message>
      <source>The detector '{0}' needs {1}, and {2} is taken for {3}{4}; choose {5}.</source>
      <translation>El detector «{0}» necesita {1}, y {2} se toma por {3}{4}; elija {5}.</translation>
    </message>
    <message>
      <source>The detector '{0}' reads the scene classification, and {1} has no band SCL; give the product's SCL raster, or choose {2}.</source>
      <translation>El detector '{0}' lee la clasificación de escena, y {1} no tiene banda SCL; dé el ráster SCL del producto o elija {2}.</translation>
    </message>
    <message>
      <source>The detector of clouds; Mask clouds explains them.</source>
      <translation>El detector de nubes; Enmascarar nubes los explica.</translation>
    </message>
    <message>
      <source>The detector's score or probability, 0 to 1; scl has none.</source>
      <translation>La puntuación o probabilidad del detector, de 0 a 1; scl no la tiene.</translation>
    </message>
    <message>
      <source>The device '{0}' is not known; choose auto, {1}.</source>
      <translation>El dispositivo '{0}' no se conoce; elija auto, {1}.</translation>
    </message>
    <message>
      <source>The device '{0}' is not one of PyTorch's here; choose auto, cuda or cpu.</source>
      <translation>El dispositivo «{0}» no es uno de PyTorch aquí; elija auto, cuda o cpu.</translation>
    </message>
    <message>
      <source>The extent does not touch the Sentinel-2 scene; choose another one.</source>
      <translation>La extensión no toca la escena de Sentinel-2; elija otra.</translation>
    </message>
    <message>
      <source>The extent has no place in the CRS of the scene; choose one that lies there.</source>
      <translation>La extensión no tiene lugar en el SRC de la escena; elija una que esté en él.</translation>
    </message>
    <message>
      <source>The extent to restore is empty; draw another one.</source>
      <translation>La extensión por restaurar está vacía; dibuje otra.</translation>
    </message>
    <message>
      <source>The extent {0} {1} {2} {3} has no end; give four numbers.</source>
      <translation>La extensión {0} {1} {2} {3} no tiene fin; dé cuatro números.</translation>
    </message>
    <message>
      <source>The extent {0} {1} {2} {3} is empty; give it as xmin ymin xmax ymax.</source>
      <translation>La extensión {0} {1} {2} {3} está vacía; indíquela como xmin ymin xmax ymax.</translation>
    </message>
    <message>
      <source>The file {0} cannot be read: {1}.</source>
      <translation>El archivo {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The file {0} cannot be written ({1}); choose another folder for it.</source>
      <translation>El archivo {0} no se puede escribir ({1}); elija otra carpeta para él.</translation>
    </message>
    <message>
      <source>The file {0} describes a typical spectrum that is none.</source>
      <translation>El archivo {0} describe un espectro típico que no lo es.</translation>
    </message>
    <message>
      <source>The file {0} describes its network in a way that cannot be read.</source>
      <translation>El archivo {0} describe su red de un modo que no se puede leer.</translation>
    </message>
    <message>
      <source>The file {0} describes its network with settings that make no sense.</source>
      <translation>El archivo {0} describe su red con ajustes sin sentido.</translation>
    </message>
    <message>
      <source>The file {0} does not lie on the grid of the 10 m bands; give files of one scene.</source>
      <translation>El archivo {0} no está en la cuadrícula de las bandas de 10 m; dé archivos de una misma escena.</translation>
    </message>
    <message>
      <source>The file {0} does not reach the area that is wanted.</source>
      <translation>El archivo {0} no llega a la zona que se quiere.</translation>
    </message>
    <message>
      <source>The file {0} is damaged: it is not the one that the product's manifest.safe states; download the product again.</source>
      <translation>El archivo {0} está dañado: no es el que indica manifest.safe del producto; descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The file {0} is named after {1} and has more than one band; give one band a file.</source>
      <translation>El archivo {0} lleva el nombre de {1} y tiene más de una banda; dé una banda por archivo.</translation>
    </message>
    <message>
      <source>The file {0} is named like a raster; give a page or a table another name.</source>
      <translation>El archivo {0} se llama como un ráster; dé otro nombre a una página o tabla.</translation>
    </message>
    <message>
      <source>The file {0} is no checkpoint of a network: it holds no tensors by name.</source>
      <translation>El archivo {0} no son pesos de una red: no contiene tensores con nombre.</translation>
    </message>
    <message>
      <source>The file {0} is no checkpoint: it is a zip file without tensors.</source>
      <translation>El archivo {0} no son pesos: es un archivo zip sin tensores.</translation>
    </message>
    <message>
      <source>The file {0} is no checkpoint: neither PyTorch (.pth, .pt) nor safetensors.</source>
      <translation>El archivo {0} no son pesos: ni PyTorch (.pth, .pt) ni safetensors.</translation>
    </message>
    <message>
      <source>The file {0} is no safetensors file: its header is not valid.</source>
      <translation>El archivo {0} no es safetensors: su cabecera no es válida.</translation>
    </message>
    <message>
      <source>The file {0} is no safetensors file: its header is too long.</source>
      <translation>El archivo {0} no es safetensors: su cabecera es demasiado larga.</translation>
    </message>
    <message>
      <source>The file {0} is not north up in a CRS (a GRD that is not terrain-corrected?).</source>
      <translation>El archivo {0} no tiene el norte arriba en un SRC (¿un GRD sin corrección del terreno?).</translation>
    </message>
    <message>
      <source>The file {0} is truncated: its header is not complete; download or copy it again.</source>
      <translation>El archivo {0} está cortado: su cabecera no está completa; descárguelo o cópielo de nuevo.</translation>
    </message>
    <message>
      <source>The file {0} is truncated: tensors are missing at its end; download or copy it again.</source>
      <translation>El archivo {0} está cortado: faltan tensores al final; descárguelo o cópielo de nuevo.</translation>
    </message>
    <message>
      <source>The file {0} of ukis-csmask cannot be read ({1}); install it again.</source>
      <translation>El archivo {0} de ukis-csmask no se puede leer ({1}); instálelo de nuevo.</translation>
    </message>
    <message>
      <source>The folder of training data {0} does not exist; choose another.</source>
      <translation>La carpeta de datos de entrenamiento {0} no existe; elija otra.</translation>
    </message>
    <message>
      <source>The folder {0} cannot be written to; choose another one for the output.</source>
      <translation>No se puede escribir en la carpeta {0}; elija otra para la salida.</translation>
    </message>
    <message>
      <source>The folder {0} cannot be written: {1}.</source>
      <translation>No se puede escribir en la carpeta {0}: {1}.</translation>
    </message>
    <message>
      <source>The folder {0} does not exist; create it or choose another one for the output.</source>
      <translation>La carpeta {0} no existe; créela o elija otra para la salida.</translation>
    </message>
    <message>
      <source>The folder {0} does not exist; give one with triplets.</source>
      <translation>La carpeta {0} no existe; dé una con tripletes.</translation>
    </message>
    <message>
      <source>The folder {0} holds no training scenes; see the documentation of unveil train.</source>
      <translation>La carpeta {0} no contiene escenas de entrenamiento; vea la documentación de unveil train.</translation>
    </message>
    <message>
      <source>The folder {0} holds no whole triplet; it needs &lt;id&gt;/s1.tif, s2_cloudy.tif and s2_clear.tif, or the layout of SEN12MS-CR (ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif and so on).</source>
      <translation>La carpeta {0} no contiene ningún triplete entero; necesita &lt;id&gt;/s1.tif, s2_cloudy.tif y s2_clear.tif, o la disposición de SEN12MS-CR (ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif, etc.).</translation>
    </message>
    <message>
      <source>The folder {0} holds nothing to train on{1}; it needs {2}.</source>
      <translation>La carpeta {0} no contiene nada con que entrenar{1}; necesita {2}.</translation>
    </message>
    <message>
      <source>The folder {} cannot be written to: {}.</source>
      <translation>No se puede escribir en la carpeta {}: {}.</translation>
    </message>
    <message>
      <source>The graphics card is not used: ONNX Runtime has {} but could not start it, because the driver or its libraries (CUDA, cuDNN) are missing or too old; Options &gt; Unveil measures the devices.</source>
      <translation>La tarjeta gráfica no se usa: ONNX Runtime tiene {} pero no pudo iniciarlo, porque el controlador o sus bibliotecas (CUDA, cuDNN) faltan o son demasiado antiguos; Opciones &gt; Unveil mide los dispositivos.</translation>
    </message>
    <message>
      <source>The growth {0} of GLF-CR cannot be shared by {1} heads; choose a multiple.</source>
      <translation>El crecimiento {0} de GLF-CR no se puede repartir entre {1} cabezas; elija un múltiplo.</translation>
    </message>
    <message>
      <source>The hazy rims of clouds look clear to detectors and people alike; 0 takes a mask of yours as it is.</source>
      <translation>Los bordes brumosos de las nubes parecen despejados tanto a los detectores como a las personas; con 0, una máscara propia se toma tal cual.</translation>
    </message>
    <message>
      <source>The images are compared by the {0} bands that all of them have; left out: {1}.</source>
      <translation>Las imágenes se comparan por las {0} bandas que todas tienen; quedan fuera: {1}.</translation>
    </message>
    <message>
      <source>The images have no band in common ({0}); compare rasters of the same bands.</source>
      <translation>Las imágenes no tienen ninguna banda en común ({0}); compare rásteres con las mismas bandas.</translation>
    </message>
    <message>
      <source>The input holds {0} {1}; the output is in dB.</source>
      <translation>La entrada contiene {0} {1}; la salida está en dB.</translation>
    </message>
    <message>
      <source>The item {0} does not say when it was taken.</source>
      <translation>El elemento {0} no dice cuándo se tomó.</translation>
    </message>
    <message>
      <source>The item {0} has no assets for {1}; is it one of {2}?</source>
      <translation>El elemento {0} no tiene archivos para {1}; ¿es uno de {2}?</translation>
    </message>
    <message>
      <source>The item {0} has no bounding box.</source>
      <translation>El elemento {0} no tiene un rectángulo que lo abarque.</translation>
    </message>
    <message>
      <source>The item's id '{0}' cannot name a folder; take one of at most 151 letters, digits, '.', '_' and '-'.</source>
      <translation>El id «{0}» del elemento no puede dar nombre a una carpeta; tome uno de como mucho 151 letras, cifras, '.', '_' y '-'.</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.</source>
      <translation>La capa «{}» no es un archivo ráster, sino que procede de «{}»; expórtela antes como GeoTIFF.</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster file.</source>
      <translation>La capa «{}» no es un archivo ráster.</translation>
    </message>
    <message>
      <source>The map as it is compared, and the layers before and after, as PNG.</source>
      <translation>El mapa tal como se compara, y las capas de antes y después, como PNG.</translation>
    </message>
    <message>
      <source>The map canvas, a layer's extent, or a rectangle that you draw. Empty: the whole scene.</source>
      <translation>La vista del mapa, la extensión de una capa o un rectángulo que dibuje. Vacío: toda la escena.</translation>
    </message>
    <message>
      <source>The mask cannot be kept in {0} ({1}); free some space there, or set TMPDIR to another folder.</source>
      <translation>La máscara no se puede guardar en {0} ({1}); libere espacio allí o ponga otra carpeta en TMPDIR.</translation>
    </message>
    <message>
      <source>The mask holds data for {0} % of the optical raster; elsewhere nothing is restored.</source>
      <translation>La máscara tiene datos en el {0} % del ráster óptico; en el resto no se restaura nada.</translation>
    </message>
    <message>
      <source>The mask holds no value for clear ground; what it leaves empty (no data) is taken for clear.</source>
      <translation>La máscara no contiene ningún valor para terreno despejado; lo que deja vacío (sin datos) se toma por despejado.</translation>
    </message>
    <message>
      <source>The mask is grown by {0} instead of {1} m, which would leave too little of the scene clear to learn from.</source>
      <translation>La máscara crece {0} en vez de {1} m, que dejarían despejado demasiado poco de la escena para aprender de ello.</translation>
    </message>
    <message>
      <source>The mask lies on another grid and is brought onto the optical raster's by nearest neighbour.</source>
      <translation>La máscara está en otra cuadrícula y se lleva a la del ráster óptico por el vecino más próximo.</translation>
    </message>
    <message>
      <source>The mask marks nothing: no pixel is restored and the scene is copied as it is.</source>
      <translation>La máscara no marca nada: no se restaura ningún píxel y la escena se copia tal cual.</translation>
    </message>
    <message>
      <source>The mask marks the whole scene: nothing of it is clear, so nothing tells the colours of its ground, and the result is a guess.</source>
      <translation>La máscara marca toda la escena: nada está despejado, así que nada indica los colores de su suelo, y el resultado es una conjetura.</translation>
    </message>
    <message>
      <source>The mask marks {0} % of the scene; the less clear ground there is, the worse what is restored.</source>
      <translation>La máscara marca el {0} % de la escena; cuanto menos suelo despejado hay, peor es lo restaurado.</translation>
    </message>
    <message>
      <source>The mask {0} cannot be read as a layer of polygons.</source>
      <translation>La máscara {0} no se puede leer como una capa de polígonos.</translation>
    </message>
    <message>
      <source>The mask {0} does not overlap the optical raster; choose the one of the same place.</source>
      <translation>La máscara {0} no se superpone al ráster óptico; elija la del mismo lugar.</translation>
    </message>
    <message>
      <source>The mask {0} has no coordinate reference system and {1} x {2} pixels, and the optical raster {3} x {4}; make the mask on the optical raster's grid (unveil:maskclouds does), or set its CRS.</source>
      <translation>La máscara {0} no tiene sistema de referencia de coordenadas y tiene {1} x {2} píxeles, y el ráster óptico {3} x {4}; haga la máscara en la cuadrícula del ráster óptico (unveil:maskclouds lo hace) o asígnele su SRC.</translation>
    </message>
    <message>
      <source>The mask {0} has {1} bands ({2}), and which of them is the mask cannot be told; give a raster of one band.</source>
      <translation>La máscara {0} tiene {1} bandas ({2}) y no se puede saber cuál es la máscara; dé un ráster de una banda.</translation>
    </message>
    <message>
      <source>The mask {0} has {1} x {2} pixels where the optical raster has {3} x {4}; bring it to pixels of about that size.</source>
      <translation>La máscara {0} tiene {1} x {2} píxeles donde el ráster óptico tiene {3} x {4}; llévela a píxeles de ese tamaño aproximado.</translation>
    </message>
    <message>
      <source>The mask {0} holds no polygon; draw the clouds, or leave the mask out.</source>
      <translation>La máscara {0} no contiene ningún polígono; dibuje las nubes u omita la máscara.</translation>
    </message>
    <message>
      <source>The mask {0} holds no polygons; give a layer of cloud polygons or a raster.</source>
      <translation>La máscara {0} no contiene polígonos; dé una capa de polígonos de nubes o un ráster.</translation>
    </message>
    <message>
      <source>The mask {0} holds the values {1}, which are no class codes (0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data), no 0 and 1, no probability (0 to 1 or 0 to 100) and no scene classification (0 to 11); reclassify it first, or name its coding.</source>
      <translation>La máscara {0} contiene los valores {1}, que no son códigos de clase (0 despejado, 1 nube, 2 nube fina, 3 sombra, 255 sin datos), ni 0 y 1, ni probabilidad (0 a 1 o 0 a 100), ni clasificación de escena (0 a 11); reclasifíquela primero o indique su codificación.</translation>
    </message>
    <message>
      <source>The mask {0} holds the values {1}, which the coding '{2}' does not know; name another one.</source>
      <translation>La máscara {0} contiene los valores {1}, que la codificación '{2}' no conoce; indique otra.</translation>
    </message>
    <message>
      <source>The mask {0} holds values from {1} to {2}, which are no '{3}' (0 to 1, or 0 to 100).</source>
      <translation>La máscara {0} contiene valores de {1} a {2}, que no son «{3}» (0 a 1, o 0 a 100).</translation>
    </message>
    <message>
      <source>The mask {0} states {1} as its value for no data and holds nothing else but 0, so that nothing in it is cloud; unset it: gdal_edit.py -unsetnodata &lt;file&gt;.</source>
      <translation>La máscara {0} indica {1} como valor sin datos y no contiene nada más que 0, de modo que nada en ella es nube; quítelo: gdal_edit.py -unsetnodata &lt;file&gt;.</translation>
    </message>
    <message>
      <source>The mask's resolution of 0 is no length; give metres, for example 20.</source>
      <translation>La resolución 0 de la máscara no es una longitud; dé metros, por ejemplo 20.</translation>
    </message>
    <message>
      <source>The mask's {0} of {1} is no length; give metres, 0 or more.</source>
      <translation>El valor {0} de la máscara, {1}, no es una longitud; dé metros, 0 o más.</translation>
    </message>
    <message>
      <source>The metadata {0} cannot be read ({1}); download the product again.</source>
      <translation>Los metadatos {0} no se pueden leer ({1}); descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The metadata {0} hold a number that cannot be read ({1}); download it again.</source>
      <translation>Los metadatos {0} contienen un número que no se puede leer ({1}); descárguelos de nuevo.</translation>
    </message>
    <message>
      <source>The metadata {0} hold a sun angle that cannot be read ({1}); download the product again.</source>
      <translation>Los metadatos {0} contienen un ángulo del sol que no se puede leer ({1}); descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The metadata {0} state a quantification of {1}; download the product again.</source>
      <translation>Los metadatos {0} indican una cuantificación de {1}; descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The metadata {0} state an offset of {1}; download the product again.</source>
      <translation>Los metadatos {0} indican un desplazamiento de {1}; descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>The method '{0}' has no network that could learn; choose a model.</source>
      <translation>El método «{0}» no tiene una red que pueda aprender; elija un modelo.</translation>
    </message>
    <message>
      <source>The model '{0}' brings no weights for PyTorch; it runs on ONNX Runtime.</source>
      <translation>El modelo «{0}» no trae pesos para PyTorch; funciona con ONNX Runtime.</translation>
    </message>
    <message>
      <source>The model '{0}' does not give {1}; it gives {2}.</source>
      <translation>El modelo «{0}» no da {1}; da {2}.</translation>
    </message>
    <message>
      <source>The model '{0}' failed on {1}: {2}</source>
      <translation>El modelo «{0}» falló en {1}: {2}</translation>
    </message>
    <message>
      <source>The model '{0}' failed on {1}: {2}.</source>
      <translation>El modelo «{0}» falló en {1}: {2}.</translation>
    </message>
    <message>
      <source>The model '{0}' gave values that are not numbers on {1}.</source>
      <translation>El modelo '{0}' dio valores que no son números en {1}.</translation>
    </message>
    <message>
      <source>The model '{0}' gave {1} as {2} of a tile, and its card says numbers {3}; it cannot be used.</source>
      <translation>El modelo «{0}» dio {1} como {2} de una tesela, y su ficha dice números {3}; no se puede usar.</translation>
    </message>
    <message>
      <source>The model '{0}' was exported in another way than this version of PyTorch does, so its weights cannot be told from its file; choose a model with weights for PyTorch (weights.safetensors), as train or import make them.</source>
      <translation>El modelo «{0}» se exportó de otro modo que esta versión de PyTorch, así que sus pesos no se pueden deducir de su archivo; elija un modelo con pesos para PyTorch (weights.safetensors), como los que hacen train o import.</translation>
    </message>
    <message>
      <source>The model cannot be written to {0} ({1}); free some space or choose another folder. The training itself is kept in {2}.</source>
      <translation>El modelo no se puede escribir en {0} ({1}); libere espacio o elija otra carpeta. El propio entrenamiento se guarda en {2}.</translation>
    </message>
    <message>
      <source>The model cannot be written to {0}: {1}.</source>
      <translation>El modelo no se puede escribir en {0}: {1}.</translation>
    </message>
    <message>
      <source>The model card {0} cannot be read: {1}.</source>
      <translation>La ficha de modelo {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The model card {0} cannot be used: {1}.</source>
      <translation>La ficha de modelo {0} no se puede usar: {1}.</translation>
    </message>
    <message>
      <source>The model card {0} has more than {1} MB, which no card has.</source>
      <translation>La ficha de modelo {0} tiene más de {1} MB, lo que ninguna ficha tiene.</translation>
    </message>
    <message>
      <source>The model card {0} has schema {1}, and this version of Unveil reads schema {2}.</source>
      <translation>La ficha de modelo {0} tiene el esquema {1}, y esta versión de Unveil lee el esquema {2}.</translation>
    </message>
    <message>
      <source>The model card {0} is nested too deep.</source>
      <translation>La ficha de modelo {0} está anidada a demasiada profundidad.</translation>
    </message>
    <message>
      <source>The model card {0} is not a file.</source>
      <translation>La ficha de modelo {0} no es un archivo.</translation>
    </message>
    <message>
      <source>The model card {0} is not valid TOML: {1}.</source>
      <translation>La ficha de modelo {0} no es TOML válido: {1}.</translation>
    </message>
    <message>
      <source>The model card {0} {1}.</source>
      <translation>La ficha de modelo {0} {1}.</translation>
    </message>
    <message>
      <source>The model file {0} cannot be loaded: {1}.</source>
      <translation>El archivo de modelo {0} no se puede cargar: {1}.</translation>
    </message>
    <message>
      <source>The model file {0} cannot be read: {1}.</source>
      <translation>El archivo de modelo {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The model file {0} gives {1} as {2} of a tile, and its card says {3}.</source>
      <translation>El archivo de modelo {0} da {1} como {2} de una tesela, y su ficha dice {3}.</translation>
    </message>
    <message>
      <source>The model file {0} has no output named {1}.</source>
      <translation>El archivo de modelo {0} no tiene una salida llamada {1}.</translation>
    </message>
    <message>
      <source>The model file {0} is larger than an ONNX file can be.</source>
      <translation>El archivo de modelo {0} es más grande de lo que puede ser un archivo ONNX.</translation>
    </message>
    <message>
      <source>The model file {0} is missing or not the one its card describes; install the model again.</source>
      <translation>El archivo de modelo {0} falta o no es el que describe su ficha; instale el modelo de nuevo.</translation>
    </message>
    <message>
      <source>The model file {0} is not the one its card describes (SHA-256 differs): it is corrupt or was replaced; install the model again.</source>
      <translation>El archivo de modelo {0} no es el que describe su ficha (SHA-256 distinto): está dañado o fue sustituido; instale el modelo de nuevo.</translation>
    </message>
    <message>
      <source>The model file {0} takes {1}, and its card says {2}.</source>
      <translation>El archivo de modelo {0} toma {1}, y su ficha dice {2}.</translation>
    </message>
    <message>
      <source>The model of {0} cannot be loaded ({1}); install that package again.</source>
      <translation>El modelo de {0} no se puede cargar ({1}); instale ese paquete de nuevo.</translation>
    </message>
    <message>
      <source>The model {0} cannot be read as LightGBM's text ({1}); install it again.</source>
      <translation>El modelo {0} no se puede leer como texto de LightGBM ({1}); instálelo de nuevo.</translation>
    </message>
    <message>
      <source>The model {0} holds no trees; install the package it belongs to again.</source>
      <translation>El modelo {0} no contiene árboles; instale de nuevo el paquete al que pertenece.</translation>
    </message>
    <message>
      <source>The model {0} is not a file.</source>
      <translation>El modelo {0} no es un archivo.</translation>
    </message>
    <message>
      <source>The model {0} takes other bands than the networks of Unveil and cannot be adapted.</source>
      <translation>El modelo {0} toma otras bandas que las redes de Unveil y no se puede adaptar.</translation>
    </message>
    <message>
      <source>The name '{0}' holds no letter or digit; choose another.</source>
      <translation>El nombre «{0}» no contiene letras ni cifras; elija otro.</translation>
    </message>
    <message>
      <source>The name '{0}' is that of a model that ships with Unveil; choose another.</source>
      <translation>El nombre «{0}» es el de un modelo que viene con Unveil; elija otro.</translation>
    </message>
    <message>
      <source>The name '{0}' is that of the method without a network; choose another.</source>
      <translation>El nombre «{0}» es el del método sin red; elija otro.</translation>
    </message>
    <message>
      <source>The names in {0} say {1}, and {2} was stated; {3} is noted.</source>
      <translation>Los nombres de {0} dicen {1}, y se indicó {2}; se anota {3}.</translation>
    </message>
    <message>
      <source>The network has too many values to be told apart; use weights.safetensors.</source>
      <translation>La red tiene demasiados valores para distinguirlos; use weights.safetensors.</translation>
    </message>
    <message>
      <source>The network of sentle came out of its conversion changed (by {0}).</source>
      <translation>La red de sentle salió cambiada de su conversión (en {0}).</translation>
    </message>
    <message>
      <source>The network of sentle cannot be converted ({0}); install its newest version.</source>
      <translation>La red de sentle no se puede convertir ({0}); instale su versión más reciente.</translation>
    </message>
    <message>
      <source>The network of the model '{0}' differs from its file by {1}, so its weights cannot be told from it; choose a model with weights for PyTorch.</source>
      <translation>La red del modelo «{0}» difiere de su archivo en {1}, así que sus pesos no se pueden deducir de él; elija un modelo con pesos para PyTorch.</translation>
    </message>
    <message>
      <source>The network {0} cannot be built with these settings: {1}.</source>
      <translation>La red {0} no se puede construir con estos ajustes: {1}.</translation>
    </message>
    <message>
      <source>The new packages cannot take the place of the old ones ({}): restart QGIS and try again.</source>
      <translation>Los paquetes nuevos no pueden ocupar el lugar de los antiguos ({}): reinicie QGIS e inténtelo de nuevo.</translation>
    </message>
    <message>
      <source>The optical raster is {0}, and the model {1} was trained on {2}: colours under the clouds will be off by the atmosphere's part. Take the {3} product of the scene where you can.</source>
      <translation>El ráster óptico es {0} y el modelo {1} se entrenó con {2}: los colores bajo las nubes se desviarán por la parte de la atmósfera. Si puede, tome el producto {3} de la escena.</translation>
    </message>
    <message>
      <source>The optical raster lacks {0}; the model is fed an estimate from the other bands in its place.</source>
      <translation>Al ráster óptico le falta {0}; en su lugar el modelo recibe una estimación a partir de las otras bandas.</translation>
    </message>
    <message>
      <source>The optical raster lacks {0}; the model {1} does without.</source>
      <translation>Al ráster óptico le falta {0}; el modelo {1} prescinde de ello.</translation>
    </message>
    <message>
      <source>The optical raster {0} has more than one band named {1}.</source>
      <translation>El ráster óptico {0} tiene más de una banda llamada {1}.</translation>
    </message>
    <message>
      <source>The optical raster {0} has no coordinate reference system; set it for the layer in QGIS, or in the file with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>El ráster óptico {0} no tiene sistema de referencia de coordenadas; asígnelo a la capa en QGIS, o al archivo con: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</translation>
    </message>
    <message>
      <source>The optical raster {0} has no valid pixel: everything in it is nodata.</source>
      <translation>El ráster óptico {0} no tiene ningún píxel válido: todo en él es nodata.</translation>
    </message>
    <message>
      <source>The optical raster {0} has {1} without Sentinel-2 names, so they cannot be told apart; name them B1, B2 ... B12, or give the 13 bands of L1C in the order {2}.</source>
      <translation>El ráster óptico {0} tiene {1} sin nombres de Sentinel-2, así que no se pueden distinguir; nómbrelas B1, B2 ... B12, o dé las 13 bandas de L1C en el orden {2}.</translation>
    </message>
    <message>
      <source>The optical raster {0} holds 8-bit values, a picture rather than a measurement; give the product's digital numbers (reflectance x 10000).</source>
      <translation>El ráster óptico {0} contiene valores de 8 bits, una imagen y no una medida; dé los números digitales del producto (reflectancia x 10000).</translation>
    </message>
    <message>
      <source>The optical raster {0} holds radar by the names of its bands; choose the Sentinel-2 raster, and see that the two are not swapped.</source>
      <translation>El ráster óptico {0} contiene radar según los nombres de sus bandas; elija el ráster Sentinel-2 y compruebe que los dos no estén intercambiados.</translation>
    </message>
    <message>
      <source>The optical raster {0} lacks {1}, which is needed here{2}; give a raster with all of these bands.</source>
      <translation>Al ráster óptico {0} le falta {1}, que aquí se necesita{2}; dé un ráster con todas estas bandas.</translation>
    </message>
    <message>
      <source>The optical raster's grid, bands, names, data type and nodata.</source>
      <translation>La cuadrícula, las bandas, los nombres, el tipo de datos y el valor «sin datos» del ráster óptico.</translation>
    </message>
    <message>
      <source>The optical scene whose grid the radar is brought to.</source>
      <translation>La escena óptica a cuya cuadrícula se lleva el radar.</translation>
    </message>
    <message>
      <source>The output {0} cannot be put in place ({1}); close what uses it, or choose another name.</source>
      <translation>La salida {0} no se puede poner en su sitio ({1}); cierre lo que la usa o elija otro nombre.</translation>
    </message>
    <message>
      <source>The output {0} cannot be written ({1}); check the free space and the rights of its folder.</source>
      <translation>La salida {0} no se puede escribir ({1}); compruebe el espacio libre y los permisos de su carpeta.</translation>
    </message>
    <message>
      <source>The output {0} is a file of the input {1}; choose another name.</source>
      <translation>La salida {0} es un archivo de la entrada {1}; elija otro nombre.</translation>
    </message>
    <message>
      <source>The output {0} is a folder; give the name of a file in it.</source>
      <translation>La salida {0} es una carpeta; indique el nombre de un archivo dentro de ella.</translation>
    </message>
    <message>
      <source>The output {0} is incomplete: {1} of {2} rows.</source>
      <translation>La salida {0} está incompleta: {1} de {2} filas.</translation>
    </message>
    <message>
      <source>The output {0} is one of the inputs; choose another name.</source>
      <translation>La salida {0} es una de las entradas; elija otro nombre.</translation>
    </message>
    <message>
      <source>The output {0} must be a GeoTIFF: give it a name that ends in .tif.</source>
      <translation>La salida {0} debe ser un GeoTIFF: dele un nombre que termine en .tif.</translation>
    </message>
    <message>
      <source>The output {0} takes about {1} GB, and {2} GB are free there; free space, or take a part of the scene.</source>
      <translation>La salida {0} ocupa unos {1} GB, y allí hay {2} GB libres; libere espacio o tome una parte de la escena.</translation>
    </message>
    <message>
      <source>The output's name is longer than the {0} bytes that a file system takes; shorten it.</source>
      <translation>El nombre de la salida es más largo que los {0} bytes que admite un sistema de archivos; acórtelo.</translation>
    </message>
    <message>
      <source>The overlap must lie between 0 and {0} pixels.</source>
      <translation>El solape debe estar entre 0 y {0} píxeles.</translation>
    </message>
    <message>
      <source>The package index cannot be reached; check the connection, or copy the folder from another computer.</source>
      <translation>No se puede acceder al índice de paquetes; compruebe la conexión o copie la carpeta desde otro equipo.</translation>
    </message>
    <message>
      <source>The package index's certificate was refused; ask who runs this network.</source>
      <translation>Se rechazó el certificado del índice de paquetes; consulte a quien administra esta red.</translation>
    </message>
    <message>
      <source>The package {0} in {1} has no file {2}, which the detector '{3}' needs; install the newest one: "{4}" -m pip install --no-deps --upgrade {5}   .</source>
      <translation>Al paquete {0} en {1} le falta el archivo {2}, que el detector «{3}» necesita; instale el más reciente: "{4}" -m pip install --no-deps --upgrade {5}   .</translation>
    </message>
    <message>
      <source>The pair for the self-test has pixels without data in its middle; choose another.</source>
      <translation>La pareja para la autocomprobación tiene píxeles sin datos en su centro; elija otra.</translation>
    </message>
    <message>
      <source>The pair for the self-test has {0} x {1} pixels; it needs {2} x {3}.</source>
      <translation>La pareja para la autocomprobación tiene {0} x {1} píxeles; necesita {2} x {3}.</translation>
    </message>
    <message>
      <source>The pair for the self-test must be 13 bands cloudy, 13 clear and 2 of radar on one grid.</source>
      <translation>La pareja para la autocomprobación debe tener 13 bandas nubladas, 13 despejadas y 2 de radar en una misma cuadrícula.</translation>
    </message>
    <message>
      <source>The part to restore cannot be drawn on the grid: {0}.</source>
      <translation>La parte que se va a restaurar no se puede dibujar en la cuadrícula: {0}.</translation>
    </message>
    <message>
      <source>The part to restore lies outside the optical raster {0}; choose one that overlaps it.</source>
      <translation>La parte que se va a restaurar está fuera del ráster óptico {0}; elija una que lo cubra en parte.</translation>
    </message>
    <message>
      <source>The path {0} has a NUL character in it; no file can be called so.</source>
      <translation>La ruta {0} contiene un carácter NUL; ningún archivo puede llamarse así.</translation>
    </message>
    <message>
      <source>The picture {0} cannot be written: {1}.</source>
      <translation>La imagen {0} no se puede escribir: {1}.</translation>
    </message>
    <message>
      <source>The picture {} cannot be written.</source>
      <translation>No se puede escribir la imagen {}.</translation>
    </message>
    <message>
      <source>The pixels of {0} are {1} m on the ground, and Sentinel-2 has 10, 20 or 60 m; give the bands at one of these sizes.</source>
      <translation>Los píxeles de {0} miden {1} m en el terreno, y Sentinel-2 tiene 10, 20 o 60 m; dé las bandas con uno de estos tamaños.</translation>
    </message>
    <message>
      <source>The polygons of {0} cannot be drawn: {1}.</source>
      <translation>Los polígonos de {0} no se pueden dibujar: {1}.</translation>
    </message>
    <message>
      <source>The polygons to restore within cannot be read: {}</source>
      <translation>No se pueden leer los polígonos dentro de los que restaurar: {}</translation>
    </message>
    <message>
      <source>The protocol {0} scores the middle {1} pixels, and the image has {2}; choose the protocol full.</source>
      <translation>El protocolo {0} puntúa los {1} píxeles centrales y la imagen tiene {2}; elija el protocolo full.</translation>
    </message>
    <message>
      <source>The proxy refused; check QGIS's proxy in Options &gt; Network.</source>
      <translation>El proxy rechazó la conexión; revise el proxy de QGIS en Opciones &gt; Red.</translation>
    </message>
    <message>
      <source>The radar holds gamma0, and the models were trained on sigma0, which is lower by 10 log10 of the cosine of the incidence angle (0.7 to 1.6 dB).</source>
      <translation>El radar contiene gamma0 y los modelos se entrenaron con sigma0, que es menor en 10 log10 del coseno del ángulo de incidencia (0,7 a 1,6 dB).</translation>
    </message>
    <message>
      <source>The radar item {0} has no asset for {1}.</source>
      <translation>El elemento de radar {0} no tiene un archivo para {1}.</translation>
    </message>
    <message>
      <source>The radar of the reference {0} differs all over from the scene's, as of another orbit; it is left out, so that changes are not seen there.</source>
      <translation>El radar de la referencia {0} difiere en todas partes del de la escena, como si fuera de otra órbita; se deja fuera, de modo que allí no se ven cambios.</translation>
    </message>
    <message>
      <source>The radar of the reference {0} is of another relative orbit than the scene's{1}; it is left out, so that changes are not seen there. Give radar of the same orbit.</source>
      <translation>El radar de la referencia {0} es de otra órbita relativa que el de la escena{1}; se omite, de modo que allí no se ven los cambios. Indique radar de la misma órbita.</translation>
    </message>
    <message>
      <source>The radar raster has a geotransform that cannot be inverted; georeference it again.</source>
      <translation>El ráster de radar tiene una geotransformación que no se puede invertir; georreferéncielo de nuevo.</translation>
    </message>
    <message>
      <source>The radar raster is the optical raster; choose the Sentinel-1 raster, with one band VV and one band VH.</source>
      <translation>El ráster de radar es el ráster óptico; elija el ráster de Sentinel-1, con una banda VV y una banda VH.</translation>
    </message>
    <message>
      <source>The radar raster {0} does not overlap the optical raster; choose the radar scene of the same place.</source>
      <translation>El ráster de radar {0} no se superpone al óptico; elija la escena de radar del mismo lugar.</translation>
    </message>
    <message>
      <source>The radar raster {0} has no coordinate reference system; terrain-correct it first, or set the CRS with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>El ráster de radar {0} no tiene sistema de referencia de coordenadas; corrija primero el terreno o asigne el SRC con: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</translation>
    </message>
    <message>
      <source>The radar raster {0} has no valid pixel.</source>
      <translation>El ráster de radar {0} no tiene ningún píxel válido.</translation>
    </message>
    <message>
      <source>The radar raster {0} holds {1} only, and networks need VV and VH; give both files to Prepare Sentinel-1, or choose a dual-polarised scene (1SDV).</source>
      <translation>El ráster de radar {0} contiene solo {1}, y las redes necesitan VV y VH; dé ambos archivos a Preparar Sentinel-1 o elija una escena de doble polarización (1SDV).</translation>
    </message>
    <message>
      <source>The radar raster {0} holds {1}, and networks need VV and VH; choose a scene with these (1SDV).</source>
      <translation>El ráster de radar {0} contiene {1}, y las redes necesitan VV y VH; elija una escena que los tenga (1SDV).</translation>
    </message>
    <message>
      <source>The radar raster {0} must have one band VV and one band VH; it has {1} named {2}.</source>
      <translation>El ráster de radar {0} debe tener una banda VV y una banda VH; tiene {1} llamadas {2}.</translation>
    </message>
    <message>
      <source>The radar slices cannot be joined ({0}).</source>
      <translation>Las franjas de radar no se pueden unir ({0}).</translation>
    </message>
    <message>
      <source>The radar {0} does not overlap the reference raster; choose the radar scene of the same place.</source>
      <translation>El radar {0} no se superpone al ráster de referencia; elija la escena de radar del mismo lugar.</translation>
    </message>
    <message>
      <source>The raster {0} cannot be cut: {1}.</source>
      <translation>El ráster {0} no se puede recortar: {1}.</translation>
    </message>
    <message>
      <source>The raster {0} cannot be read in row {1}: {2}.</source>
      <translation>El ráster {0} no se puede leer en la fila {1}: {2}.</translation>
    </message>
    <message>
      <source>The raster {0} cannot be read: {1}.</source>
      <translation>El ráster {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The raster {0} cannot be warped: {1}.</source>
      <translation>El ráster {0} no se puede reproyectar: {1}.</translation>
    </message>
    <message>
      <source>The raster {0} claims {1} x {2} pixels, and no scene has more than {3} a side; cut out the part that is needed.</source>
      <translation>El ráster {0} dice tener {1} x {2} píxeles, y ninguna escena tiene más de {3} por lado; recorte la parte que necesita.</translation>
    </message>
    <message>
      <source>The raster {0} has a geotransform that places no pixel, {1}; georeference it.</source>
      <translation>El ráster {0} tiene una geotransformación que no sitúa ningún píxel, {1}; georreferéncielo.</translation>
    </message>
    <message>
      <source>The raster {0} has no coordinate reference system; set it for the layer in QGIS, or in the file with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>El ráster {0} no tiene sistema de referencia de coordenadas; póngalo a la capa en QGIS, o en el archivo con: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</translation>
    </message>
    <message>
      <source>The raster {0} has no valid pixel where it is compared: all of it is nodata.</source>
      <translation>El ráster {0} no tiene ningún píxel válido donde se compara: todo él es nodata.</translation>
    </message>
    <message>
      <source>The raster {0} has no valid pixel: all of it is nodata.</source>
      <translation>El ráster {0} no tiene ningún píxel válido: todo él es nodata.</translation>
    </message>
    <message>
      <source>The raster {0} has {1} ground control points, too few to place it; terrain-correct the scene first.</source>
      <translation>El ráster {0} tiene {1} puntos de control, demasiado pocos para situarlo; corrija antes la escena por el terreno.</translation>
    </message>
    <message>
      <source>The raster {0} holds {1}; give one of real numbers.</source>
      <translation>El ráster {0} contiene {1}; dé uno de números reales.</translation>
    </message>
    <message>
      <source>The raster {0} states a scale or an offset of {1}; set it anew.</source>
      <translation>El ráster {0} indica una escala o un desplazamiento de {1}; póngalo de nuevo.</translation>
    </message>
    <message>
      <source>The recipe '{0}' is for {1} in the size {2}, not for {3} in the size {4}; choose {5}.</source>
      <translation>La receta «{0}» es para {1} en el tamaño {2}, no para {3} en el tamaño {4}; elija {5}.</translation>
    </message>
    <message>
      <source>The recipe '{0}' is not known; choose {1}.</source>
      <translation>La receta «{0}» no se conoce; elija {1}.</translation>
    </message>
    <message>
      <source>The reference has no red band (B4), so the registration was not checked.</source>
      <translation>La referencia no tiene banda roja (B4), así que no se comprobó el registro.</translation>
    </message>
    <message>
      <source>The reference raster {0} has no coordinate reference system; set it for the layer in QGIS.</source>
      <translation>El ráster de referencia {0} no tiene sistema de referencia de coordenadas; póngalo a la capa en QGIS.</translation>
    </message>
    <message>
      <source>The reference {0} does not overlap the optical raster; give another date of the same place.</source>
      <translation>La referencia {0} no se superpone al ráster óptico; dé otra fecha del mismo lugar.</translation>
    </message>
    <message>
      <source>The reference {0} has {1} band of Sentinel-2; give one with at least {2}.</source>
      <translation>La referencia {0} tiene {1} banda de Sentinel-2; dé una con al menos {2}.</translation>
    </message>
    <message>
      <source>The reference {0} holds the scene itself; give another date of the same place.</source>
      <translation>La referencia {0} contiene la propia escena; dé otra fecha del mismo lugar.</translation>
    </message>
    <message>
      <source>The reference {0} is not used: {1}.</source>
      <translation>La referencia {0} no se usa: {1}.</translation>
    </message>
    <message>
      <source>The reference {0} is the scene itself; give another date of the same place.</source>
      <translation>La referencia {0} es la propia escena; dé otra fecha del mismo lugar.</translation>
    </message>
    <message>
      <source>The removal of {0} takes about {1} of memory, and {2} are {3}; take a part of the scene, or close other programs.</source>
      <translation>La restauración de {0} ocupa unos {1} de memoria, y {2} están {3}; tome una parte de la escena o cierre otros programas.</translation>
    </message>
    <message>
      <source>The rest of the scene</source>
      <translation>El resto de la escena</translation>
    </message>
    <message>
      <source>The restoration '{0}' is not known; choose {1}.</source>
      <translation>La restauración «{0}» no se conoce; elija {1}.</translation>
    </message>
    <message>
      <source>The result is {0} and the reference {1}: part of the difference is the air between them.</source>
      <translation>El resultado es {0} y la referencia {1}: parte de la diferencia es el aire entre ambos niveles.</translation>
    </message>
    <message>
      <source>The result's bands have no names of their own, so they cannot be written as files each.</source>
      <translation>Las bandas del resultado no tienen nombres propios, así que no se pueden escribir en un archivo cada una.</translation>
    </message>
    <message>
      <source>The runtime folder cannot be written to; check its rights.</source>
      <translation>No se puede escribir en la carpeta de paquetes; compruebe sus permisos.</translation>
    </message>
    <message>
      <source>The same seed draws the same samples.</source>
      <translation>La misma semilla extrae las mismas muestras.</translation>
    </message>
    <message>
      <source>The same seed holds out the same blocks and draws the same clouds.</source>
      <translation>La misma semilla reserva los mismos bloques y sortea las mismas nubes.</translation>
    </message>
    <message>
      <source>The scale and offset that {0} states ({1}, {2}) turn its values into no numbers; set them anew.</source>
      <translation>La escala y el desplazamiento que indica {0} ({1}, {2}) convierten sus valores en algo que no son números; póngalos de nuevo.</translation>
    </message>
    <message>
      <source>The scale that the file states is left over from whole numbers and is not applied.</source>
      <translation>La escala que indica el archivo es un resto de números enteros y no se aplica.</translation>
    </message>
    <message>
      <source>The scaling '{0}' is not known; it is {1}.</source>
      <translation>El escalado «{0}» no se conoce; es {1}.</translation>
    </message>
    <message>
      <source>The scene and its result on the map, with a divider to drag.</source>
      <translation>La escena y su resultado en el mapa, con un divisor que se arrastra.</translation>
    </message>
    <message>
      <source>The scene has {0} clear cells of 32 x 32 pixels away from clouds, {1} of them to learn from where {2} blocks are held out to measure on; {3}, {4} and {5} are needed, so nothing was adapted and the model {6} stays.</source>
      <translation>La escena tiene {0} celdas despejadas de 32 x 32 píxeles lejos de las nubes, {1} de ellas para aprender cuando se apartan {2} bloques para medir; hacen falta {3}, {4} y {5}, así que no se adaptó nada y se queda el modelo {6}.</translation>
    </message>
    <message>
      <source>The scene over the extent that is nearest to it is taken.</source>
      <translation>Se toma la escena sobre la extensión que está más cerca de ella.</translation>
    </message>
    <message>
      <source>The scene that clouds are to be removed from, as Remove clouds takes it; L1C or L2A.</source>
      <translation>La escena de la que se eliminarán las nubes, tal como la admite «Eliminar nubes»; L1C o L2A.</translation>
    </message>
    <message>
      <source>The self-test failed: on the pair the model reaches {0} dB and the cloudy image itself {1} dB. Either the pair does not fit (bands, DN, dates) or the weights do not; nothing was installed.</source>
      <translation>La autocomprobación falló: en la pareja el modelo alcanza {0} dB y la propia imagen nublada {1} dB. O la pareja no encaja (bandas, DN, fechas) o no lo hacen los pesos; no se instaló nada.</translation>
    </message>
    <message>
      <source>The shift was corrected.</source>
      <translation>El desplazamiento se corrigió.</translation>
    </message>
    <message>
      <source>The size '{0}' is not known; choose {1}.</source>
      <translation>El tamaño «{0}» no se conoce; elija {1}.</translation>
    </message>
    <message>
      <source>The steps need the plugin Processing of QGIS; switch it on and start QGIS again.</source>
      <translation>Los pasos necesitan el complemento Procesos de QGIS; actívelo e inicie QGIS de nuevo.</translation>
    </message>
    <message>
      <source>The sun cannot stand at azimuth {0} and elevation {1}; give degrees, 0 to 360 clockwise from north and more than 0 to 90 above the horizon.</source>
      <translation>El sol no puede estar en acimut {0} y elevación {1}; dé grados, de 0 a 360 en sentido horario desde el norte y más de 0 hasta 90 sobre el horizonte.</translation>
    </message>
    <message>
      <source>The system refused: {0}{1}.</source>
      <translation>El sistema lo rechazó: {0}{1}.</translation>
    </message>
    <message>
      <source>The table {0} cannot be read: {1}.</source>
      <translation>La tabla {0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>The table {0} cannot be written: {1}.</source>
      <translation>La tabla {0} no se puede escribir: {1}.</translation>
    </message>
    <message>
      <source>The test needs all three rasters: cloudy, radar and clear; or none.</source>
      <translation>La prueba necesita los tres rásteres (con nubes, de radar y despejado) o ninguno.</translation>
    </message>
    <message>
      <source>The tile {0} is not a multiple of {1}, which the network needs.</source>
      <translation>La tesela {0} no es múltiplo de {1}, que la red necesita.</translation>
    </message>
    <message>
      <source>The training ends at this step at the latest.</source>
      <translation>El entrenamiento termina en este paso a más tardar.</translation>
    </message>
    <message>
      <source>The training file {0} holds no bands of Sentinel-2 with VV, VH; remove it.</source>
      <translation>El archivo de entrenamiento {0} no contiene bandas de Sentinel-2 con VV, VH; quítelo.</translation>
    </message>
    <message>
      <source>The training is {0} after {1} steps; making the model</source>
      <translation>El entrenamiento está {0} tras {1} pasos; se hace el modelo</translation>
    </message>
    <message>
      <source>The training was {}</source>
      <translation>Entrenamiento interrumpido: {}</translation>
    </message>
    <message>
      <source>The value {0} fills what holds no data.</source>
      <translation>El valor {0} rellena lo que no tiene datos.</translation>
    </message>
    <message>
      <source>The values are reflectance (0 to about 1); they are multiplied by 10000.</source>
      <translation>Los valores son reflectancia (0 a cerca de 1); se multiplican por 10000.</translation>
    </message>
    <message>
      <source>The values of {0} (0 to {1}) seem to be decibels scaled to another range; give sigma0 in dB or as power, or state the units with Prepare Sentinel-1.</source>
      <translation>Los valores de {0} (0 a {1}) parecen decibelios escalados a otro intervalo; dé sigma0 en dB o como potencia, o indique las unidades con Preparar Sentinel-1.</translation>
    </message>
    <message>
      <source>The values of {0} (median {1}) are digital numbers or amplitudes, no calibrated backscatter; calibrate the scene to sigma0 first (SNAP with the graph {2}).</source>
      <translation>Los valores de {0} (mediana {1}) son números digitales o amplitudes, no retrodispersión calibrada; calibre primero la escena a sigma0 (SNAP con el grafo {2}).</translation>
    </message>
    <message>
      <source>The values of {0} (median {1}) are no backscatter in dB, which lies between -60 and 10; if they are dB x 100, state the scale in the file: gdal_edit.py -scale 0.01 &lt;file&gt;.</source>
      <translation>Los valores de {0} (mediana {1}) no son retrodispersión en dB, que está entre -60 y 10; si son dB x 100, indique la escala en el archivo: gdal_edit.py -scale 0.01 &lt;file&gt;.</translation>
    </message>
    <message>
      <source>The values of {0} (median {1}, {2} % negative) could be {3}; state the units with Prepare Sentinel-1.</source>
      <translation>Los valores de {0} (mediana {1}, {2} % negativos) podrían ser {3}; indique las unidades con «Preparar Sentinel-1».</translation>
    </message>
    <message>
      <source>The values of {0} are whole numbers up to {1}, neither DN nor reflectance; export the bands as DN (reflectance x 10000) or as 32-bit reflectance.</source>
      <translation>Los valores de {0} son números enteros hasta {1}, ni DN ni reflectancia; exporte las bandas como DN (reflectancia x 10000) o como reflectancia de 32 bits.</translation>
    </message>
    <message>
      <source>The values of {0} look like reflectance (up to {1}), and digital numbers (reflectance x 10000) are expected; multiply by 10000, or store the band scale with the file.</source>
      <translation>Los valores de {0} parecen reflectancia (hasta {1}), y se esperan números digitales (reflectancia x 10000); multiplique por 10000 o guarde la escala de la banda con el archivo.</translation>
    </message>
    <message>
      <source>The values of {0} reach {1} DN only, and land is brighter somewhere in every scene: they seem to be scaled (reflectance x 1000, radiance); export DN (reflectance x 10000).</source>
      <translation>Los valores de {0} solo llegan a {1} DN, y el terreno es más brillante en alguna parte de cada escena: parecen escalados (reflectancia x 1000, radiancia); exporte DN (reflectancia x 10000).</translation>
    </message>
    <message>
      <source>The values of {0} reach {1} only: no DN (reflectance x 10000) and no reflectance 0 to 1, as if they were percent; export one of these.</source>
      <translation>Los valores de {0} solo llegan a {1}: ni DN (reflectancia x 10000) ni reflectancia de 0 a 1, como si fueran tantos por ciento; exporte uno de estos.</translation>
    </message>
    <message>
      <source>The values of {0} would be {1} dB in VV and {2} dB in VH, more than any ground scatters: they seem to be scaled, or other logarithms; give sigma0 in dB or as power.</source>
      <translation>Los valores de {0} serían {1} dB en VV y {2} dB en VH, más de lo que dispersa cualquier terreno: parecen escalados, u otros logaritmos; dé sigma0 en dB o como potencia.</translation>
    </message>
    <message>
      <source>The values {0} of the mask {1} mean one thing as {2} and another as {3}, KappaMask, class codes or a scene classification; name its coding ({4}).</source>
      <translation>Los valores {0} de la máscara {1} significan una cosa como {2} y otra como {3}, KappaMask, códigos de clase o clasificación de escena; indique su codificación ({4}).</translation>
    </message>
    <message>
      <source>The virtual raster {0} is made of too many others; save it as a GeoTIFF first.</source>
      <translation>El ráster virtual {0} está hecho de demasiados otros; guárdelo antes como GeoTIFF.</translation>
    </message>
    <message>
      <source>The virtual raster {0} takes pixels from a server ({1} is {2}); save it as a GeoTIFF first.</source>
      <translation>El ráster virtual {0} toma píxeles de un servidor ({1} es {2}); guárdelo antes como GeoTIFF.</translation>
    </message>
    <message>
      <source>The virtual raster {0} takes pixels from a server ({1}); save it as a GeoTIFF first.</source>
      <translation>El ráster virtual {0} toma píxeles de un servidor ({1}); guárdelo antes como GeoTIFF.</translation>
    </message>
    <message>
      <source>The weights {0} are not a file.</source>
      <translation>Los pesos {0} no son un archivo.</translation>
    </message>
    <message>
      <source>The weights {0} are not those their card describes (SHA-256 differs); install the model again.</source>
      <translation>Los pesos {0} no son los que describe su ficha (el SHA-256 difiere); instale el modelo de nuevo.</translation>
    </message>
    <message>
      <source>The weights {0} do not fit the network {1} that their card describes.</source>
      <translation>Los pesos {0} no encajan en la red {1} que describe su ficha.</translation>
    </message>
    <message>
      <source>The {0} and the prediction have different sizes ({1} and {2}), and {3} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>{0} y la predicción tienen tamaños distintos ({1} y {2}), y {3} no tiene sistema de referencia de coordenadas; póngalo con: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</translation>
    </message>
    <message>
      <source>The {0} {1} ({2}) does not lie on the prediction's grid ({3}); ask for resampling, which costs sharpness, or warp it yourself.</source>
      <translation>La imagen {1} ({0}; {2}) no está en la cuadrícula de la predicción ({3}); pida el remuestreo, que cuesta nitidez, o transfórmela usted.</translation>
    </message>
    <message>
      <source>The {0} {1} does not overlap the prediction; choose images of the same place.</source>
      <translation>La imagen {1} ({0}) no se superpone a la predicción; elija imágenes del mismo lugar.</translation>
    </message>
    <message>
      <source>There are {0} references and {1} {2} for them; give one for each reference, in the same order, or none.</source>
      <translation>Hay {0} referencias y {1} {2} para ellas; dé uno por referencia, en el mismo orden, o ninguno.</translation>
    </message>
    <message>
      <source>There are {:.1f} GB free in {}, and {:.1f} GB are needed; make room and try again.</source>
      <translation>Hay {:.1f} GB libres en {} y se necesitan {:.1f} GB; libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
      <source>There are {} other dates and {} masks of them; give one for each date, in the same order, or none.</source>
      <translation>Hay {} otras fechas y {} máscaras de ellas; indique una por fecha, en el mismo orden, o ninguna.</translation>
    </message>
    <message>
      <source>There are {} other dates and {} radar rasters of them; give one for each date, in the same order, or none.</source>
      <translation>Hay {} otras fechas y {} ráster de radar de ellas; indique uno por cada fecha, en el mismo orden, o ninguno.</translation>
    </message>
    <message>
      <source>There is already a model '{0}' in {1}; choose another name or delete its folder.</source>
      <translation>Ya hay un modelo «{0}» en {1}; elija otro nombre o borre su carpeta.</translation>
    </message>
    <message>
      <source>There is no build of the package for this Python.</source>
      <translation>No hay ninguna compilación del paquete para este Python.</translation>
    </message>
    <message>
      <source>There is no catalogue '{0}'; choose {1}.</source>
      <translation>No hay un catálogo «{0}»; elija {1}.</translation>
    </message>
    <message>
      <source>There is no cloud detector '{0}'; choose {1}.</source>
      <translation>No hay ningún detector de nubes '{0}'; elija {1}.</translation>
    </message>
    <message>
      <source>There is no mask coding '{0}'; choose {1}.</source>
      <translation>No hay una codificación de máscara «{0}»; elija {1}.</translation>
    </message>
    <message>
      <source>There is no model '{0}'; installed models: {1}.</source>
      <translation>No hay ningún modelo '{0}'; modelos instalados: {1}.</translation>
    </message>
    <message>
      <source>There is no model to measure with.</source>
      <translation>No hay ningún modelo con el que medir.</translation>
    </message>
    <message>
      <source>There is no protocol '{0}'; choose {1}.</source>
      <translation>No hay un protocolo «{0}»; elija {1}.</translation>
    </message>
    <message>
      <source>There is no resampling '{0}'; choose {1}.</source>
      <translation>No hay un remuestreo «{0}»; elija {1}.</translation>
    </message>
    <message>
      <source>There is no space left on the disk; make room and try again.</source>
      <translation>No queda espacio en el disco; libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
      <source>There is no way from {0} to {1}; set the CRS that the file was made in.</source>
      <translation>No hay camino de {0} a {1}; ponga el SRC en que se hizo el archivo.</translation>
    </message>
    <message>
      <source>There is not enough memory for this work; close other programs, take a smaller part of the scene, or set UNVEIL_THREADS to fewer threads.</source>
      <translation>No hay memoria suficiente para este trabajo; cierre otros programas, tome una parte más pequeña de la escena o ponga menos hilos en UNVEIL_THREADS.</translation>
    </message>
    <message>
      <source>Thin cloud ({0}) was seen through on {1} % of what was restored: the ground there is the scene's own, without the cloud.</source>
      <translation>Se vio a través de nube fina ({0}) en el {1} % de lo restaurado: allí el suelo es el de la propia escena, sin la nube.</translation>
    </message>
    <message>
      <source>Thin cloud is told from ground by its colour, which takes B2, B4 and one of B8, B8A, B11 and B12; {0} has {1}.</source>
      <translation>La nube fina se distingue del suelo por su color, para lo que hacen falta B2, B4 y una de B8, B8A, B11 y B12; {0} tiene {1}.</translation>
    </message>
    <message>
      <source>Thin cloud{0} was taken off {1} % of the scene; {2} % lies below cloud that lets no ground be seen and stays as it is.</source>
      <translation>Se quitó nube fina{0} del {1} % de la escena; el {2} % está bajo nube que no deja ver el suelo y queda como está.</translation>
    </message>
    <message>
      <source>This GRD is placed by its control points, which is no terrain correction: in hills radar and optical pixels lie up to hundreds of metres apart, and thermal noise is still in. For use beyond flat land run the graph {0} in SNAP first.</source>
      <translation>Este GRD se sitúa por sus puntos de control, lo que no es corrección del terreno: en montañas los píxeles de radar y ópticos distan hasta cientos de metros, y el ruido térmico sigue dentro. Para usarlo fuera de terreno llano, ejecute antes el grafo {0} en SNAP.</translation>
    </message>
    <message>
      <source>This Python has no pip; install it (python3-pip on Linux, OSGeo4W setup on Windows).</source>
      <translation>Este Python no tiene pip; instálelo (python3-pip en Linux, el instalador de OSGeo4W en Windows).</translation>
    </message>
    <message>
      <source>This needs PyTorch and ONNX, which this Python does not have; install the packages torch, onnx and onnxruntime for it (Settings &gt; Options &gt; Unveil, or pip) and start again.</source>
      <translation>Esto necesita PyTorch y ONNX, que este Python no tiene; instale para él los paquetes torch, onnx y onnxruntime (Configuración &gt; Opciones &gt; Unveil, o pip) y empiece de nuevo.</translation>
    </message>
    <message>
      <source>This needs {0}, which this Python does not have; install it (in QGIS: Settings &gt; Options &gt; Unveil; elsewhere: pip install {1}) and start again.</source>
      <translation>Esto necesita {0}, que este Python no tiene; instálelo (en QGIS: Configuración &gt; Opciones &gt; Unveil; en otro caso: pip install {1}) y comience de nuevo.</translation>
    </message>
    <message>
      <source>Three steps on one scene: Mask clouds finds the clouds and shadows, Remove clouds replaces them, and Evaluate a result sets the cloud-free raster beside a clear reference of the same place. Open it in the model designer to see how the steps hang together, and save it under another name to change them. Without a reference use Remove clouds alone. Time and memory are those of Remove clouds, whose log says what they will be.</source>
      <translation>Tres pasos sobre una escena: Enmascarar nubes encuentra las nubes y sombras, Eliminar nubes las sustituye, y Evaluar un resultado pone el ráster sin nubes junto a una referencia despejada del mismo lugar. Ábralo en el diseñador de modelos para ver cómo se enlazan los pasos, y guárdelo con otro nombre para cambiarlos. Sin referencia, use solo Eliminar nubes. El tiempo y la memoria son los de Eliminar nubes, cuyo registro dice cuáles serán.</translation>
    </message>
    <message>
      <source>Tiled, with overviews, to be read in parts over a network.</source>
      <translation>En teselas, con vistas generales, para leerse por partes a través de una red.</translation>
    </message>
    <message>
      <source>Tiles copied</source>
      <translation>Teselas copiadas</translation>
    </message>
    <message>
      <source>Tiles predicted</source>
      <translation>Teselas predichas</translation>
    </message>
    <message>
      <source>To cut the rest away, Unveil must know the part: choose an extent or polygons to restore within.</source>
      <translation>Para recortar el resto, Unveil debe conocer la parte: elija una extensión o polígonos dentro de los que restaurar.</translation>
    </message>
    <message>
      <source>Too little clear ground can be held out to measure on, so the model {0} stays.</source>
      <translation>Se puede reservar demasiado poco suelo despejado para medir, así que se queda el modelo {0}.</translation>
    </message>
    <message>
      <source>Too little of the scene is clear to try the model {0} on it.</source>
      <translation>Hay muy poco despejado en la escena para probar en ella el modelo {0}.</translation>
    </message>
    <message>
      <source>Train model</source>
      <translation>Entrenar un modelo</translation>
    </message>
    <message>
      <source>Trained on {}</source>
      <translation>Entrenado con {}</translation>
    </message>
    <message>
      <source>Trains one of the four networks on your own scenes.</source>
      <translation>Entrena una de las cuatro redes con sus propias escenas.</translation>
    </message>
    <message>
      <source>Try it</source>
      <translation>Pruébelo</translation>
    </message>
    <message>
      <source>Two radar files were given and one of them has several bands; give one file for each polarisation.</source>
      <translation>Se dieron dos archivos de radar y uno de ellos tiene varias bandas; dé un archivo por polarización.</translation>
    </message>
    <message>
      <source>Two rasters: Sentinel-2 with its bands on a 10 m grid, and Sentinel-1 with VV and VH in dB.</source>
      <translation>Dos rásteres: Sentinel-2 con sus bandas en una malla de 10 m, y Sentinel-1 con VV y VH en dB.</translation>
    </message>
    <message>
      <source>Units</source>
      <translation>Unidades</translation>
    </message>
    <message>
      <source>Units of the input</source>
      <translation>Unidades de la entrada</translation>
    </message>
    <message>
      <source>Unveil</source>
      <translation>Unveil</translation>
    </message>
    <message>
      <source>Unveil knows no build of these packages for Python {}.{}; update Unveil.</source>
      <translation>Unveil no conoce ninguna versión de estos paquetes para Python {}.{}; actualice Unveil.</translation>
    </message>
    <message>
      <source>Unveil restores the ground below clouds of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation>Unveil restaura el terreno bajo las nubes de una escena de Sentinel-2 con ayuda del radar de Sentinel-1.</translation>
    </message>
    <message>
      <source>Unveil: remove clouds step by step</source>
      <translation>Unveil: eliminar nubes paso a paso</translation>
    </message>
    <message>
      <source>Used for</source>
      <translation>Se usa para</translation>
    </message>
    <message>
      <source>User guide</source>
      <translation>Guía del usuario</translation>
    </message>
    <message>
      <source>VH (or VV), if the first file holds the other one only.</source>
      <translation>VH (o VV), si el primer archivo contiene solo la otra.</translation>
    </message>
    <message>
      <source>VH is stronger than VV nearly everywhere in {0}: the two seem to be swapped; see to the order of its bands.</source>
      <translation>VH es más fuerte que VV en casi todo {0}: parecen intercambiadas; revise el orden de sus bandas.</translation>
    </message>
    <message>
      <source>VV and VH in dB on the grid of the Sentinel-2 raster; NaN = no data.</source>
      <translation>VV y VH en dB en la cuadrícula del ráster de Sentinel-2; NaN = sin datos.</translation>
    </message>
    <message>
      <source>VV and VH of {0} differ in sign, as in different units; store both as sigma0 in dB.</source>
      <translation>VV y VH de {0} difieren en el signo, como en unidades distintas; guarde ambas como sigma0 en dB.</translation>
    </message>
    <message>
      <source>VV and VH of {0} hold the same values; give both polarisations (1SDV).</source>
      <translation>VV y VH de {0} contienen los mismos valores; dé ambas polarizaciones (1SDV).</translation>
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps.</source>
      <translation>VV y VH, sigma0 en dB con corrección del terreno, de una fecha cercana a la óptica; cualquier cuadrícula que se solape.</translation>
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps. Left empty, what thick cloud hides is drawn from the clear ground around alone.</source>
      <translation>VV y VH, sigma0 en dB con corrección del terreno, de una fecha cercana a la óptica; cualquier cuadrícula que se solape. Si se deja vacío, lo que ocultan las nubes densas se traza solo a partir del suelo despejado de alrededor.</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Versión</translation>
    </message>
    <message>
      <source>What its values mean. auto tells it by values and names, and asks where they fit more than one coding.</source>
      <translation>Qué significan sus valores. auto lo deduce de valores y nombres, y pregunta cuando encajan en más de una codificación.</translation>
    </message>
    <message>
      <source>What looks wrong with the mask</source>
      <translation>Qué parece incorrecto en la máscara</translation>
    </message>
    <message>
      <source>What makes the mask where none is given; Mask clouds explains them.</source>
      <translation>Lo que genera la máscara cuando no se indica ninguna; «Enmascarar nubes» los explica.</translation>
    </message>
    <message>
      <source>What the file holds; for a SAFE product, what it is calibrated to. auto: what names in the file say, else sigma0. The models were trained on sigma0.</source>
      <translation>Lo que contiene el archivo; para un producto SAFE, a qué se calibra. auto: lo que digan los nombres en el archivo; si no, sigma0. Los modelos se entrenaron con sigma0.</translation>
    </message>
    <message>
      <source>What the mask calls clear differs from other dates by more than ground does: haze, shadow or cloud lies on it, and nothing is learnt from it. The other dates are taken as they are.</source>
      <translation>Lo que la máscara llama despejado difiere de las otras fechas más de lo que difiere el suelo: hay bruma, sombra o nube encima, y no se aprende nada de ello. Las otras fechas se toman tal como son.</translation>
    </message>
    <message>
      <source>What the mask marks as cloud is darker than what it leaves as clear ground: it may be inverted (1 for clear), or of another coding; name its coding if so.</source>
      <translation>Lo que la máscara marca como nube es más oscuro que lo que deja como suelo despejado: puede estar invertida (1 para despejado) o tener otra codificación; si es así, indíquela.</translation>
    </message>
    <message>
      <source>What the network itself takes for clear, 0 to 1; models of IB-HFN only. Every tile is predicted.</source>
      <translation>Lo que la propia red considera despejado, de 0 a 1; solo modelos de IB-HFN. Se predicen todas las teselas.</translation>
    </message>
    <message>
      <source>What the result was made of; its own scores stand beside the result's as “do nothing”.</source>
      <translation>La imagen de la que procede el resultado; sus propias puntuaciones figuran junto a las del resultado como «no hacer nada».</translation>
    </message>
    <message>
      <source>Where cloud, thin or thick, lies. Left empty, the mask detector makes one.</source>
      <translation>Dónde hay nubes, finas o densas. Si se deja vacío, la crea el detector de la máscara.</translation>
    </message>
    <message>
      <source>Where each pixel comes from: observed, restored, below what, from what.</source>
      <translation>De dónde viene cada píxel: observado, restaurado, bajo qué, a partir de qué.</translation>
    </message>
    <message>
      <source>Where grids differ: bilinear, the mask by nearest neighbour. It smooths, which changes scores.</source>
      <translation>Si las cuadrículas difieren: bilineal, y la máscara por vecino más próximo. Suaviza, lo que cambia las puntuaciones.</translation>
    </message>
    <message>
      <source>Where the scene goes.</source>
      <translation>Adónde va la escena.</translation>
    </message>
    <message>
      <source>Whether an adapted model was installed</source>
      <translation>Si se instaló un modelo adaptado</translation>
    </message>
    <message>
      <source>Which of the four networks is trained.</source>
      <translation>Cuál de las cuatro redes se entrena.</translation>
    </message>
    <message>
      <source>Width of the transition round clouds (metres)</source>
      <translation>Anchura de la transición alrededor de las nubes (metros)</translation>
    </message>
    <message>
      <source>With weights in half precision the model is only within {0} dB of itself, less than the {1} asked for; it was not written.</source>
      <translation>Con pesos de media precisión el modelo solo se parece a sí mismo en {0} dB, menos de los {1} pedidos; no se escribió.</translation>
    </message>
    <message>
      <source>Write cloud-optimised GeoTIFFs</source>
      <translation>Escribir GeoTIFF optimizados para la nube</translation>
    </message>
    <message>
      <source>Your own data</source>
      <translation>Sus propios datos</translation>
    </message>
    <message>
      <source>a network for cloud and shadow; L1C and L2A; needs the package ukis-csmask</source>
      <translation>una red para nube y sombra; L1C y L2A; necesita el paquete ukis-csmask</translation>
    </message>
    <message>
      <source>a network of Unveil for cloud, thin cloud and shadow; L1C and L2A</source>
      <translation>una red de Unveil para nube, nube fina y sombra; L1C y L2A</translation>
    </message>
    <message>
      <source>a network of the CloudSEN12 project for cloud, thin cloud and shadow; L1C and L2A; needs the package sentle</source>
      <translation>una red del proyecto CloudSEN12 para nube, nube fina y sombra; L1C y L2A; necesita el paquete sentle</translation>
    </message>
    <message>
      <source>above and below</source>
      <translation>arriba y abajo</translation>
    </message>
    <message>
      <source>auto takes the NVIDIA GPU where PyTorch finds one.</source>
      <translation>auto toma la GPU de NVIDIA si PyTorch encuentra una.</translation>
    </message>
    <message>
      <source>auto takes the best device that really works.</source>
      <translation>auto toma el mejor dispositivo que funcione de verdad.</translation>
    </message>
    <message>
      <source>auto takes the best device that really works; the log says which one ran.</source>
      <translation>auto toma el mejor dispositivo que funciona de verdad; el registro dice cuál se usó.</translation>
    </message>
    <message>
      <source>auto takes the best device that really works; the page says which one ran.</source>
      <translation>auto toma el mejor dispositivo que funciona de verdad; la página dice cuál se usó.</translation>
    </message>
    <message>
      <source>auto: by metadata, file name and bands (without B10 it is L2A).</source>
      <translation>auto: según los metadatos, el nombre del archivo y las bandas (sin B10 es L2A).</translation>
    </message>
    <message>
      <source>auto: told by the values, and said in the log.</source>
      <translation>auto: se deduce de los valores y se indica en el registro.</translation>
    </message>
    <message>
      <source>auto: what suits the raster, unveil where it can. unveil: a network of our own for cloud, thin cloud and shadow (L1C and L2A). spectral: thresholds on reflectance with shadow (L1C). spectral-attention: its variant pixel by pixel (L1C). s2cloudless: boosted trees, haze included (L1C, package s2cloudless). csmask: a network for cloud and shadow (L1C and L2A, package ukis-csmask). cloudsen12: a network for cloud, thin cloud and shadow (L1C and L2A, package sentle). scl: the classification that L2A carries.</source>
      <translation>auto: lo que convenga al ráster, unveil donde pueda. unveil: una red propia para nubes, nubes finas y sombras (L1C y L2A). spectral: umbrales de reflectancia con sombra (L1C). spectral-attention: su variante píxel a píxel (L1C). s2cloudless: árboles potenciados, bruma incluida (L1C, paquete s2cloudless). csmask: una red para nubes y sombras (L1C y L2A, paquete ukis-csmask). cloudsen12: una red para nubes, nubes finas y sombras (L1C y L2A, paquete sentle). scl: la clasificación que lleva L2A.</translation>
    </message>
    <message>
      <source>auto: what the metadata say, and a refusal where there are none and the values look as if +1000 were still in. 1000 or none: for files without metadata whose history you know.</source>
      <translation>auto: lo que digan los metadatos, y un rechazo si no los hay y los valores parecen conservar el +1000. 1000 o none: para archivos sin metadatos cuyo historial conoce.</translation>
    </message>
    <message>
      <source>boosted trees on ten bands, haze included, no shadow; L1C; needs the package s2cloudless</source>
      <translation>árboles potenciados sobre diez bandas, con bruma, sin sombra; L1C; necesita el paquete s2cloudless</translation>
    </message>
    <message>
      <source>cirrus</source>
      <translation>cirros</translation>
    </message>
    <message>
      <source>clear</source>
      <translation>despejado</translation>
    </message>
    <message>
      <source>cloud</source>
      <translation>nube</translation>
    </message>
    <message>
      <source>cloud and shadow detector</source>
      <translation>detector de nubes y sombras</translation>
    </message>
    <message>
      <source>cloud detector</source>
      <translation>detector de nubes</translation>
    </message>
    <message>
      <source>cloud detector CloudSEN12</source>
      <translation>detector de nubes CloudSEN12</translation>
    </message>
    <message>
      <source>cloud shadow</source>
      <translation>sombra de nube</translation>
    </message>
    <message>
      <source>compact trains on a processor in an hour; the paper's sizes need a GPU and days.</source>
      <translation>compact se entrena en un procesador en una hora; los tamaños del artículo necesitan una GPU y días.</translation>
    </message>
    <message>
      <source>copy: the result is the whole scene. cut: it ends with the extent or the polygons' bounding rectangle.</source>
      <translation>copy: el resultado es toda la escena. cut: termina con la extensión o el rectángulo que rodea los polígonos.</translation>
    </message>
    <message>
      <source>cubic: smooth; nearest: values stay exactly those of the product.</source>
      <translation>cubic: suave; nearest: los valores siguen siendo exactamente los del producto.</translation>
    </message>
    <message>
      <source>exports networks</source>
      <translation>exporta redes</translation>
    </message>
    <message>
      <source>full: all valid pixels. glf-cr: the middle 128 pixels with the SSIM of GLF-CR's code. uncrtaints: the whole patch with the SSIM of UnCRtainTS's code.</source>
      <translation>full: todos los píxeles válidos. glf-cr: los 128 píxeles centrales con el SSIM del código de GLF-CR. uncrtaints: el parche completo con el SSIM del código de UnCRtainTS.</translation>
    </message>
    <message>
      <source>hardly any ground is clear in both</source>
      <translation>apenas hay suelo despejado en ambas</translation>
    </message>
    <message>
      <source>haze</source>
      <translation>bruma</translation>
    </message>
    <message>
      <source>haze of large droplets</source>
      <translation>bruma de gotas grandes</translation>
    </message>
    <message>
      <source>it said nothing</source>
      <translation>no dio ningún mensaje</translation>
    </message>
    <message>
      <source>left and right</source>
      <translation>izquierda y derecha</translation>
    </message>
    <message>
      <source>no ground is clear in both</source>
      <translation>no hay suelo despejado en ambas</translation>
    </message>
    <message>
      <source>not installed</source>
      <translation>no instalado</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>only the network uses the radar</source>
      <translation>solo la red usa el radar</translation>
    </message>
    <message>
      <source>pip failed: {}</source>
      <translation>pip falló: {}</translation>
    </message>
    <message>
      <source>runs networks on GPUs of Windows and on the CPU</source>
      <translation>ejecuta redes en las GPU de Windows y en la CPU</translation>
    </message>
    <message>
      <source>runs networks on an NVIDIA GPU and on the CPU</source>
      <translation>ejecuta redes en una GPU NVIDIA y en la CPU</translation>
    </message>
    <message>
      <source>runs networks on the CPU</source>
      <translation>ejecuta redes en la CPU</translation>
    </message>
    <message>
      <source>runs networks on the CPU, in bfloat16 where it can</source>
      <translation>ejecuta redes en la CPU, en bfloat16 donde es posible</translation>
    </message>
    <message>
      <source>speed here not measured yet</source>
      <translation>velocidad aquí aún no medida</translation>
    </message>
    <message>
      <source>stopped at step {0}; the checkpoint is in {1}, the same training carries on from it, and no model was installed.</source>
      <translation>en el paso {0}; el punto de control está en {1}, el mismo entrenamiento continúa desde él, y no se instaló ningún modelo.</translation>
    </message>
    <message>
      <source>stopped while its samples were made ready; no model was installed.</source>
      <translation>mientras se preparaban sus muestras; no se instaló ningún modelo.</translation>
    </message>
    <message>
      <source>the default growth</source>
      <translation>el crecimiento predeterminado</translation>
    </message>
    <message>
      <source>the default model</source>
      <translation>el modelo predeterminado</translation>
    </message>
    <message>
      <source>the radar is not used</source>
      <translation>el radar no se usa</translation>
    </message>
    <message>
      <source>the same thresholds pixel by pixel, no shadow (Bui and Le 2025, equations 13 to 16); L1C</source>
      <translation>los mismos umbrales píxel a píxel, sin sombra (Bui y Le 2025, ecuaciones 13 a 16); L1C</translation>
    </message>
    <message>
      <source>the scene classification that L2A products carry; reads the band SCL</source>
      <translation>la clasificación de escena que llevan los productos L2A; lee la banda SCL</translation>
    </message>
    <message>
      <source>thin cloud</source>
      <translation>nube fina</translation>
    </message>
    <message>
      <source>thresholds on reflectance, with shadow (Meraner et al. 2020); L1C</source>
      <translation>umbrales de reflectancia, con sombra (Meraner et al. 2020); L1C</translation>
    </message>
    <message>
      <source>trains, adapts and imports networks</source>
      <translation>entrena, adapta e importa redes</translation>
    </message>
    <message>
      <source>where requirements.txt holds, each with its hashes: {}</source>
      <translation>donde requirements.txt contiene, cada uno con sus hashes: {}</translation>
    </message>
    <message>
      <source>{0} % of what the mask holds looks like the clear ground of the scene and stays as it is.</source>
      <translation>El {0} % de lo que contiene la máscara tiene el aspecto del suelo despejado de la escena y se queda como está.</translation>
    </message>
    <message>
      <source>{0} % of what was restored has no radar; there the result is a guess.</source>
      <translation>El {0} % de lo restaurado no tiene radar; allí el resultado es una conjetura.</translation>
    </message>
    <message>
      <source>{0} ({1}), recipe {2}: {3} scenes of {4} places, {5} held out; {6}, {7}</source>
      <translation>{0} ({1}), receta {2}: {3} escenas de {4} lugares, {5} reservadas; {6}, {7}</translation>
    </message>
    <message>
      <source>{0} and {1} do not lie on one grid.</source>
      <translation>{0} y {1} no están en una misma cuadrícula.</translation>
    </message>
    <message>
      <source>{0} band names were given for the {1} bands of {2}.</source>
      <translation>Se dieron {0} nombres de banda para las {1} bandas de {2}.</translation>
    </message>
    <message>
      <source>{0} better than no network; it is used.</source>
      <translation>{0} mejor que sin red; se usa.</translation>
    </message>
    <message>
      <source>{0} cannot be read: {1}.</source>
      <translation>{0} no se puede leer: {1}.</translation>
    </message>
    <message>
      <source>{0} describes its network with settings that make no sense.</source>
      <translation>{0} describe su red con ajustes sin sentido.</translation>
    </message>
    <message>
      <source>{0} does not exist; give a SAFE folder, its zip, its MTD xml, or a raster.</source>
      <translation>{0} no existe; indique una carpeta SAFE, su zip, su xml MTD o un ráster.</translation>
    </message>
    <message>
      <source>{0} does not exist; give a radar raster with VV and VH, or a Sentinel-1 SAFE product.</source>
      <translation>{0} no existe; indique un ráster de radar con VV y VH, o un producto SAFE de Sentinel-1.</translation>
    </message>
    <message>
      <source>{0} does not lie on the result's grid; give the one of the same run.</source>
      <translation>{0} no está en la cuadrícula del resultado; dé el de la misma ejecución.</translation>
    </message>
    <message>
      <source>{0} does not sign {1}; {2}.</source>
      <translation>{0} no firma {1}; {2}.</translation>
    </message>
    <message>
      <source>{0} files have no checksum that can be checked ({1}, ...): a damaged JPEG 2000 file decodes without an error.</source>
      <translation>{0} archivos no tienen una suma de verificación que se pueda comprobar ({1}, ...): un archivo JPEG 2000 dañado se decodifica sin error.</translation>
    </message>
    <message>
      <source>{0} gives no item collection.</source>
      <translation>{0} no da una colección de elementos.</translation>
    </message>
    <message>
      <source>{0} ha of clear ground (of 10 m pixels), {1} blocks held out</source>
      <translation>{0} ha de suelo despejado (de píxeles de 10 m), {1} bloques reservados</translation>
    </message>
    <message>
      <source>{0} has a CRS ({1}) of another body than the Earth.</source>
      <translation>{0} tiene un SRC ({1}) de otro cuerpo que la Tierra.</translation>
    </message>
    <message>
      <source>{0} has a CRS ({1}) that is no place on Earth; set the one that it was made in.</source>
      <translation>{0} tiene un SRC ({1}) que no es ningún lugar de la Tierra; ponga el que se usó al hacerlo.</translation>
    </message>
    <message>
      <source>{0} has more parts than a network has; it is not loaded.</source>
      <translation>{0} tiene más partes de las que tiene una red; no se carga.</translation>
    </message>
    <message>
      <source>{0} has more than one band named {1}; rename or remove one.</source>
      <translation>{0} tiene más de una banda llamada {1}; cambie el nombre o quite una.</translation>
    </message>
    <message>
      <source>{0} has no CRS that can be read; set its CRS anew.</source>
      <translation>{0} no tiene un SRC que se pueda leer; póngalo de nuevo.</translation>
    </message>
    <message>
      <source>{0} has no Sentinel-2 scene there within {1} days of {2}; widen the days or move the extent.</source>
      <translation>{0} no tiene allí ninguna escena de Sentinel-2 a menos de {1} días de {2}; amplíe los días o mueva la extensión.</translation>
    </message>
    <message>
      <source>{0} has no bands of its own; choose one of its subdatasets (drag the file into QGIS to see them).</source>
      <translation>{0} no tiene bandas propias; elija uno de sus subconjuntos (arrastre el archivo a QGIS para verlos).</translation>
    </message>
    <message>
      <source>{0} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>{0} no tiene sistema de referencia de coordenadas; asígnelo con: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</translation>
    </message>
    <message>
      <source>{0} has no radar with VV and VH there within {1} days.</source>
      <translation>{0} no tiene allí radar con VV y VH a menos de {1} días.</translation>
    </message>
    <message>
      <source>{0} has no standard error of {1}; give that of the run.</source>
      <translation>{0} no tiene el error estándar de {1}; dé el de la ejecución.</translation>
    </message>
    <message>
      <source>{0} has no terrain-corrected radar; choose another catalogue for it, or prepare a radar product with unveil:preparesentinel1.</source>
      <translation>{0} no tiene radar corregido por el terreno; elija otro catálogo para él, o prepare un producto de radar con unveil:preparesentinel1.</translation>
    </message>
    <message>
      <source>{0} has no valid pixel.</source>
      <translation>{0} no tiene ningún píxel válido.</translation>
    </message>
    <message>
      <source>{0} has the same value everywhere.</source>
      <translation>{0} tiene el mismo valor en todas partes.</translation>
    </message>
    <message>
      <source>{0} has {1} x {2} pixels, and patches of up to {3} million can be benchmarked; cut it into patches, or use evaluate for whole scenes.</source>
      <translation>{0} tiene {1} x {2} píxeles, y se pueden comparar parches de hasta {3} millones; córtelo en parches o use evaluate para escenas enteras.</translation>
    </message>
    <message>
      <source>{0} has {1} x {2} pixels; {3} a side are needed.</source>
      <translation>{0} tiene {1} x {2} píxeles; hacen falta {3} por lado.</translation>
    </message>
    <message>
      <source>{0} holds 8-bit values, a picture rather than a measurement; export the bands as 16-bit DN or 32-bit reflectance.</source>
      <translation>{0} contiene valores de 8 bits, una imagen más que una medición; exporte las bandas como DN de 16 bits o reflectancia de 32 bits.</translation>
    </message>
    <message>
      <source>{0} holds beta0 by name, and networks need sigma0; calibrate the scene to sigma0.</source>
      <translation>{0} contiene beta0 por su nombre, y las redes necesitan sigma0; calibre la escena a sigma0.</translation>
    </message>
    <message>
      <source>{0} holds more than one file for {1} ({2} and {3}); give a folder with one scene.</source>
      <translation>{0} contiene más de un archivo para {1} ({2} y {3}); dé una carpeta con una sola escena.</translation>
    </message>
    <message>
      <source>{0} holds more than {1} files; give the folder of one product.</source>
      <translation>{0} contiene más de {1} archivos; dé la carpeta de un solo producto.</translation>
    </message>
    <message>
      <source>{0} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); give a SAFE folder, its zip, its MTD xml, a folder of band files, or one raster with named bands.</source>
      <translation>{0} no contiene archivos con nombres de bandas de Sentinel-2 (..._B02.jp2, B02.tif); dé una carpeta SAFE, su zip, su xml MTD, una carpeta de archivos de bandas o un ráster con bandas nombradas.</translation>
    </message>
    <message>
      <source>{0} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); rename them so.</source>
      <translation>{0} no contiene archivos con nombres de bandas de Sentinel-2 (..._B02.jp2, B02.tif); póngales esos nombres.</translation>
    </message>
    <message>
      <source>{0} holds no measurement anywhere and is left out.</source>
      <translation>{0} no contiene mediciones en ninguna parte y se deja fuera.</translation>
    </message>
    <message>
      <source>{0} holds no quality bits (uint16); give what Remove clouds wrote.</source>
      <translation>{0} no contiene bits de calidad (uint16); dé lo que escribió Eliminar nubes.</translation>
    </message>
    <message>
      <source>{0} holds no scene classification (SCL); only L2A products do.</source>
      <translation>{0} no contiene clasificación de escena (SCL); solo los productos L2A la tienen.</translation>
    </message>
    <message>
      <source>{0} holds no scene classification; choose the product's SCL.</source>
      <translation>{0} no contiene una clasificación de escena; elija la SCL del producto.</translation>
    </message>
    <message>
      <source>{0} holds surface reflectance twice, with and without the correction of slopes (_FRE_ and _SRE_); keep the files of one of them in the folder.</source>
      <translation>{0} contiene la reflectancia de superficie dos veces, con y sin corrección de pendientes (_FRE_ y _SRE_); deje en la carpeta los archivos de una de ellas.</translation>
    </message>
    <message>
      <source>{0} holds {1} and nothing else, as cloud masks do; choose the Sentinel-2 scene, or name the band SCL if it is a scene classification.</source>
      <translation>{0} contiene {1} y nada más, como las máscaras de nubes; elija la escena Sentinel-2, o llame SCL a la banda si es una clasificación de escena.</translation>
    </message>
    <message>
      <source>{0} holds {1} dates in each variable; write one date to a file of its own.</source>
      <translation>{0} contiene {1} fechas en cada variable; escriba una fecha en un archivo propio.</translation>
    </message>
    <message>
      <source>{0} holds {1} files named after {2}, and one is needed; give a folder with one file for VV and one for VH, a raster with both, or a SAFE product.</source>
      <translation>{0} contiene {1} archivos con nombre de {2}, y hace falta uno; dé una carpeta con un archivo de VV y uno de VH, un ráster con ambos o un producto SAFE.</translation>
    </message>
    <message>
      <source>{0} holds {1} granules (tiles); give the folder of one of them, such as GRANULE/{2}.</source>
      <translation>{0} contiene {1} gránulos (teselas); dé la carpeta de uno de ellos, como GRANULE/{2}.</translation>
    </message>
    <message>
      <source>{0} holds {1} only, and networks need VV and VH; choose a dual-polarised scene (1SDV).</source>
      <translation>{0} solo contiene {1}, y las redes necesitan VV y VH; elija una escena de doble polarización (1SDV).</translation>
    </message>
    <message>
      <source>{0} images, {1} methods, protocol {2}: {3}</source>
      <translation>{0} imágenes, {1} métodos, protocolo {2}: {3}</translation>
    </message>
    <message>
      <source>{0} is '{1}'; set it to a number of threads from 1 to 1024, or to none.</source>
      <translation>{0} es «{1}»; póngalo en un número de hilos de 1 a 1024, o quítelo.</translation>
    </message>
    <message>
      <source>{0} is '{1}'; set it to gigabytes, such as 4, or to none.</source>
      <translation>{0} es «{1}»; póngalo en gigabytes, por ejemplo 4, o quítelo.</translation>
    </message>
    <message>
      <source>{0} is a cloud mask already; choose the Sentinel-2 scene, or give the mask to Remove clouds.</source>
      <translation>{0} ya es una máscara de nubes; elija la escena Sentinel-2, o dé la máscara a Eliminar nubes.</translation>
    </message>
    <message>
      <source>{0} is a radar product and no raster; bring it to the optical raster's grid first: unveil prepare-s1, or Prepare Sentinel-1 in the toolbox.</source>
      <translation>{0} es un producto de radar y no un ráster; llévelo primero a la cuadrícula del ráster óptico: unveil prepare-s1, o «Preparar Sentinel-1» en la caja de herramientas.</translation>
    </message>
    <message>
      <source>{0} is no ONNX file, or damaged.</source>
      <translation>{0} no es un archivo ONNX, o está dañado.</translation>
    </message>
    <message>
      <source>{0} is no ONNX file: it has no graph.</source>
      <translation>{0} no es un archivo ONNX: no tiene grafo.</translation>
    </message>
    <message>
      <source>{0} is no STAC catalogue.</source>
      <translation>{0} no es un catálogo STAC.</translation>
    </message>
    <message>
      <source>{0} is no STAC item.</source>
      <translation>{0} no es un elemento STAC.</translation>
    </message>
    <message>
      <source>{0} is no address that can be asked ({1}).</source>
      <translation>{0} no es una dirección que se pueda consultar ({1}).</translation>
    </message>
    <message>
      <source>{0} is no ground range product (GRD); take a GRD product of the scene, or calibrate and terrain-correct it with SNAP ({1}).</source>
      <translation>{0} no es un producto de rango en tierra (GRD); tome un producto GRD de la escena, o calíbrelo y corríjalo por el terreno con SNAP ({1}).</translation>
    </message>
    <message>
      <source>{0} is no product metadata of Sentinel-2 L1C or L2A (no PROCESSING_LEVEL); choose MTD_MSIL1C.xml or MTD_MSIL2A.xml in the SAFE folder.</source>
      <translation>{0} no son metadatos de un producto Sentinel-2 L1C o L2A (sin PROCESSING_LEVEL); elija MTD_MSIL1C.xml o MTD_MSIL2A.xml en la carpeta SAFE.</translation>
    </message>
    <message>
      <source>{0} is not a regular file; copy what it gives to a file first.</source>
      <translation>{0} no es un archivo normal; copie primero su contenido a un archivo.</translation>
    </message>
    <message>
      <source>{0} is not known as metadata of a Sentinel-2 product; choose MTD_MSIL1C.xml or MTD_MSIL2A.xml.</source>
      <translation>{0} no se conoce como metadatos de un producto Sentinel-2; elija MTD_MSIL1C.xml o MTD_MSIL2A.xml.</translation>
    </message>
    <message>
      <source>{0} is not the table of a benchmark of this version; choose another name.</source>
      <translation>{0} no es la tabla de una comparación de esta versión; elija otro nombre.</translation>
    </message>
    <message>
      <source>{0} is scored on {1} bands and {2} on {3}, which are no scores for one table; give results of the same bands.</source>
      <translation>{0} se puntúa con {1} bandas y {2} con {3}, y esas puntuaciones no caben en una tabla; dé resultados con las mismas bandas.</translation>
    </message>
    <message>
      <source>{0} keeps weights in another file, which its SHA-256 does not cover; store them in it.</source>
      <translation>{0} guarda pesos en otro archivo, que su SHA-256 no cubre; guárdelos en él.</translation>
    </message>
    <message>
      <source>{0} lacks the calibration of a polarisation (annotation/calibration); download it again.</source>
      <translation>A {0} le falta la calibración de una polarización (annotation/calibration); descárguelo de nuevo.</translation>
    </message>
    <message>
      <source>{0} lacks {1}; a benchmark needs the 13 bands of L1C.</source>
      <translation>A {0} le falta {1}; una comparación necesita las 13 bandas de L1C.</translation>
    </message>
    <message>
      <source>{0} lies without the bands that SNAP wrote with it: copy the whole folder {1} (files .img and .hdr) beside it.</source>
      <translation>{0} está sin las bandas que SNAP escribió con él: copie a su lado toda la carpeta {1} (archivos .img y .hdr).</translation>
    </message>
    <message>
      <source>{0} of the optical raster holds no measurement anywhere and counts as missing.</source>
      <translation>{0} del ráster óptico no contiene ninguna medida y cuenta como ausente.</translation>
    </message>
    <message>
      <source>{0} of the radar raster {1} has no valid pixel.</source>
      <translation>{0} del ráster de radar {1} no tiene ningún píxel válido.</translation>
    </message>
    <message>
      <source>{0} of {1} cannot be read: {2}.</source>
      <translation>{0} de {1} no se puede leer: {2}.</translation>
    </message>
    <message>
      <source>{0} of {1} clouds are drawn</source>
      <translation>{0} de {1} nubes dibujadas</translation>
    </message>
    <message>
      <source>{0} of {1} holds up to {2} DN, a reflectance of {3} that no ground has, though the product says how its values are coded: its file seems to be damaged; download the product again.</source>
      <translation>{0} de {1} llega hasta {2} DN, una reflectancia de {3} que ningún suelo tiene, aunque el producto dice cómo están codificados sus valores: su archivo parece dañado; descargue el producto de nuevo.</translation>
    </message>
    <message>
      <source>{0} of {1} holds up to {2} DN, a reflectance of {3} that no ground has: the values seem to be stretched (0 to 65535); export DN (reflectance x 10000) or 32-bit reflectance.</source>
      <translation>{0} de {1} llega a {2} DN, una reflectancia de {3} que ningún suelo tiene: los valores parecen estirados (0 a 65535); exporte DN (reflectancia x 10000) o reflectancia de 32 bits.</translation>
    </message>
    <message>
      <source>{0} of {1} holds values up to {2} that wrapped below zero: something, probably the offset of 1000, was subtracted as {3}; subtract it again as int16 or float and set what is below 1 to 1.</source>
      <translation>{0} de {1} contiene valores de hasta {2} que dieron la vuelta por debajo de cero: algo, probablemente el desplazamiento de 1000, se restó como {3}; réstelo de nuevo como int16 o float y ponga a 1 lo que quede por debajo.</translation>
    </message>
    <message>
      <source>{0} of {1} is as dark ({2} DN) as only B10 is over ground, and B10 is not: the bands seem to have one another's names; name them anew.</source>
      <translation>{0} de {1} es tan oscura ({2} DN) como solo lo es B10 sobre el suelo, y B10 no lo es: las bandas parecen tener los nombres cambiados; nómbrelas de nuevo.</translation>
    </message>
    <message>
      <source>{0} of {1} lies below zero for much of the ground ({2} % of it below {3} DN): an offset seems to be subtracted twice; see to the scale and offset that the file states.</source>
      <translation>{0} de {1} está por debajo de cero en gran parte del suelo ({2} % por debajo de {3} DN): un desplazamiento parece restado dos veces; revise la escala y el desplazamiento que indica el archivo.</translation>
    </message>
    <message>
      <source>{0} of {1} pixels, overlap {2}: {3} to predict, {4} to copy{5}{6}.</source>
      <translation>{0} de {1} píxeles, solape {2}: {3} por predecir, {4} por copiar{5}{6}.</translation>
    </message>
    <message>
      <source>{0} patches are left out in all.</source>
      <translation>{0} parches se dejan fuera en total.</translation>
    </message>
    <message>
      <source>{0} pixels of border noise were left out.</source>
      <translation>Se dejaron fuera {0} píxeles de ruido de borde.</translation>
    </message>
    <message>
      <source>{0} refers to a compiled network outside itself (EPContext); give the network itself.</source>
      <translation>{0} remite a una red compilada fuera de sí mismo (EPContext); dé la propia red.</translation>
    </message>
    <message>
      <source>{0} refuses access to {1} ({2}): it needs an account or a key.</source>
      <translation>{0} niega el acceso a {1} ({2}): hace falta una cuenta o una clave.</translation>
    </message>
    <message>
      <source>{0} rows hold no scores; the column error of {1} says why.</source>
      <translation>{0} filas no tienen puntuaciones; la columna error de {1} dice por qué.</translation>
    </message>
    <message>
      <source>{0} tile</source>
      <translation>{0} tesela</translation>
    </message>
    <message>
      <source>{0} tiles</source>
      <translation>{0} teselas</translation>
    </message>
    <message>
      <source>{0} training patches in a row cannot be used, the last one {1}; {2} says why.</source>
      <translation>{0} parches de entrenamiento seguidos no se pueden usar, el último {1}; {2} dice por qué.</translation>
    </message>
    <message>
      <source>{0} triplets lack a file and are left out: {1}.</source>
      <translation>A {0} tripletes les falta un archivo y se dejan fuera: {1}.</translation>
    </message>
    <message>
      <source>{0} worse than no network, so the ground is restored without one.</source>
      <translation>{0} peor que sin red, así que el suelo se restaura sin ella.</translation>
    </message>
    <message>
      <source>{0} worse than no network; it is used, for it shows more detail.</source>
      <translation>{0} peor que sin red; se usa, porque muestra más detalle.</translation>
    </message>
    <message>
      <source>{0} would be faster, but only within {1} dB of float32; it is not used.</source>
      <translation>{0} sería más rápido, pero solo coincide con float32 hasta {1} dB; no se usa.</translation>
    </message>
    <message>
      <source>{0} {1} GB, more than any checkpoint of a network that Unveil knows.</source>
      <translation>{0} {1} GB, más que cualquier archivo de pesos de una red que Unveil conozca.</translation>
    </message>
    <message>
      <source>{0} {1} GB, too much for the {2} GB of memory at hand.</source>
      <translation>{0} {1} GB, demasiado para los {2} GB de memoria disponibles.</translation>
    </message>
    <message>
      <source>{0}, {1}{2}: {3} bands ({4}).</source>
      <translation>{0}, {1}{2}: {3} bandas ({4}).</translation>
    </message>
    <message>
      <source>{0}: that is no sure gain, so the model {1} stays.</source>
      <translation>{0}: no es una ganancia segura, así que se queda el modelo {1}.</translation>
    </message>
    <message>
      <source>{0}: the adapted model is installed as '{1}'.</source>
      <translation>{0}: el modelo adaptado queda instalado como «{1}».</translation>
    </message>
    <message>
      <source>{0}: the model stays out where they show the ground.</source>
      <translation>{0}: el modelo no interviene donde ellas muestran el suelo.</translation>
    </message>
    <message>
      <source>{0}: the other dates are not used.</source>
      <translation>{0}: las otras fechas no se usan.</translation>
    </message>
    <message>
      <source>{0}; adding to the dates the model is off by {1} DN: it does.</source>
      <translation>{0}; añadido a las fechas, el modelo se desvía {1} ND: se añade.</translation>
    </message>
    <message>
      <source>{0}; {1} % of them beside the model by {2} DN: both are used.</source>
      <translation>{0}; un {1} % de ellas junto con el modelo, en {2} DN: se usan ambos.</translation>
    </message>
    <message>
      <source>{:.2f} % cloud, {:.2f} % shadow of the valid pixels.</source>
      <translation>{:.2f} % de nubes y {:.2f} % de sombras entre los píxeles válidos.</translation>
    </message>
    <message>
      <source>{} are installed together, and the one that came last hides the devices of the other; choose one below and install it again.</source>
      <translation>{} están instalados a la vez, y el que llegó el último oculta los dispositivos del otro; elija uno abajo e instálelo de nuevo.</translation>
    </message>
    <message>
      <source>{} is a product and no layer: prepare it first with Prepare Sentinel-2 or Prepare Sentinel-1.</source>
      <translation>{} es un producto y no una capa: prepárelo antes con Preparar Sentinel-2 o Preparar Sentinel-1.</translation>
    </message>
    <message>
      <source>{} is no raster and no layer of polygons that can be read: {}</source>
      <translation>{} no es un ráster ni una capa de polígonos que se pueda leer: {}</translation>
    </message>
    <message>
      <source>{} is no raster that can be read: {}</source>
      <translation>{} no es un ráster que se pueda leer: {}</translation>
    </message>
    <message>
      <source>{} of {} places</source>
      <translation>{} de {} lugares</translation>
    </message>
    <message>
      <source>{} prepared</source>
      <translation>{} preparado</translation>
    </message>
    <message>
      <source>{} s a tile here</source>
      <translation>{} s por tesela aquí</translation>
    </message>
    <message>
      <source>{} without thin cloud</source>
      <translation>{} sin nubes finas</translation>
    </message>
    <message>
      <source>{}, a few seconds left</source>
      <translation>{}, quedan unos segundos</translation>
    </message>
    <message>
      <source>{}, about {} hours left</source>
      <translation>{}, quedan unas {} horas</translation>
    </message>
    <message>
      <source>{}, about {} minutes left</source>
      <translation>{}, quedan unos {} minutos</translation>
    </message>
    <message>
      <source>{}, about {} s left</source>
      <translation>{}, quedan unos {} s</translation>
    </message>
    <message>
      <source>{}: a tile of {} x {} pixels through {} took {:.2f} s</source>
      <translation>{}: una tesela de {} x {} píxeles con {} tardó {:.2f} s</translation>
    </message>
  </context>
</TS>
